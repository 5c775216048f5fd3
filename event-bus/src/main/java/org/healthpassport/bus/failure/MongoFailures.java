package org.healthpassport.bus.failure;

import com.mongodb.ClientBulkWriteException;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerException;
import com.mongodb.WriteError;
import com.mongodb.bulk.WriteConcernError;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * The part of the table that speaks of MongoDB; loaded only where its driver is. The names of the codes are those of
 * MongoDB's {@code error_codes.yml}. A code that is not listed is a failure of our store, which passes.
 */
final class MongoFailures {
    private static final int ATLAS_ERROR = 8_000;
    private static final String ATLAS_QUOTA = "space quota";
    private static final List<String> ATLAS_REFUSALS = List.of("bad auth", "not authorized", "not allowed");

    private static final Map<Integer, FailureKind> CODES = Map.ofEntries(
            Map.entry(14_031, FailureKind.STORAGE_FULL), // OutOfDiskSpace
            Map.entry(11, FailureKind.CONFIGURATION), // UserNotFound
            Map.entry(13, FailureKind.CONFIGURATION), // Unauthorized
            Map.entry(18, FailureKind.CONFIGURATION), // AuthenticationFailed
            Map.entry(79, FailureKind.CONFIGURATION), // UnknownReplWriteConcern
            Map.entry(334, FailureKind.CONFIGURATION), // MechanismUnavailable
            Map.entry(6, FailureKind.TRANSIENT), // HostUnreachable
            Map.entry(7, FailureKind.TRANSIENT), // HostNotFound
            Map.entry(24, FailureKind.TRANSIENT), // LockTimeout
            Map.entry(50, FailureKind.TRANSIENT), // MaxTimeMSExpired
            Map.entry(64, FailureKind.TRANSIENT), // WriteConcernTimeout
            Map.entry(89, FailureKind.TRANSIENT), // NetworkTimeout
            Map.entry(91, FailureKind.TRANSIENT), // ShutdownInProgress
            Map.entry(100, FailureKind.TRANSIENT), // UnsatisfiableWriteConcern
            Map.entry(112, FailureKind.TRANSIENT), // WriteConflict
            Map.entry(134, FailureKind.TRANSIENT), // ReadConcernMajorityNotAvailableYet
            Map.entry(189, FailureKind.TRANSIENT), // PrimarySteppedDown
            Map.entry(202, FailureKind.TRANSIENT), // NetworkInterfaceExceededTimeLimit
            Map.entry(262, FailureKind.TRANSIENT), // ExceededTimeLimit
            Map.entry(9_001, FailureKind.TRANSIENT), // SocketException
            Map.entry(10_107, FailureKind.TRANSIENT), // NotWritablePrimary
            Map.entry(11_600, FailureKind.TRANSIENT), // InterruptedAtShutdown
            Map.entry(11_602, FailureKind.TRANSIENT), // InterruptedDueToReplStateChange
            Map.entry(13_435, FailureKind.TRANSIENT), // NotPrimaryNoSecondaryOk
            Map.entry(13_436, FailureKind.TRANSIENT), // NotPrimaryOrSecondary
            // Ours to ask, and wrong however often it is asked: bugs.
            Map.entry(2, FailureKind.UNEXPECTED), // BadValue
            Map.entry(9, FailureKind.UNEXPECTED), // FailedToParse
            Map.entry(14, FailureKind.UNEXPECTED), // TypeMismatch
            Map.entry(40, FailureKind.UNEXPECTED), // ConflictingUpdateOperators
            Map.entry(66, FailureKind.UNEXPECTED), // ImmutableField
            Map.entry(121, FailureKind.UNEXPECTED), // DocumentValidationFailure
            Map.entry(10_334, FailureKind.UNEXPECTED), // BSONObjectTooLarge
            Map.entry(17_419, FailureKind.UNEXPECTED), // too large after an update
            Map.entry(17_420, FailureKind.UNEXPECTED), // too large after a replacement
            Map.entry(11_000, FailureKind.UNEXPECTED), // DuplicateKey
            Map.entry(11_001, FailureKind.UNEXPECTED), // DuplicateKey, of an update
            Map.entry(12_582, FailureKind.UNEXPECTED)); // DuplicateKey, of a shard

    /** Of several failures of one bulk write the one that explains the others. */
    private static final Comparator<FailureKind> WORST = Comparator.comparing(List.of(
            FailureKind.CONFIGURATION,
            FailureKind.STORAGE_FULL,
            FailureKind.TRANSIENT,
            FailureKind.RECORD,
            FailureKind.UNEXPECTED)::indexOf);

    private MongoFailures() {}

    static @Nullable FailureKind listed(Throwable failure) {
        return failure instanceof MongoException mongo ? of(mongo) : null;
    }

    private static FailureKind of(MongoException failure) {
        if (failure instanceof MongoSecurityException) {
            return ofAuthentication(failure);
        }
        if (failure instanceof MongoIncompatibleDriverException) {
            return FailureKind.CONFIGURATION;
        }
        if (failure instanceof MongoConfigurationException) {
            // The driver calls it so too when the name server is away.
            return failure.getCause() instanceof NamingException ? FailureKind.TRANSIENT : FailureKind.CONFIGURATION;
        }
        if (failure instanceof MongoBulkWriteException bulk) {
            return worst(bulk.getWriteErrors().stream(), Stream.ofNullable(bulk.getWriteConcernError()));
        }
        if (failure instanceof ClientBulkWriteException bulk) {
            MongoException cause = bulk.getCause();
            return cause == null
                    ? worst(bulk.getWriteErrors().values().stream(), bulk.getWriteConcernErrors().stream())
                    : of(cause);
        }
        return failure instanceof MongoServerException
                ? ofCode(failure.getCode(), failure)
                : Failures.tellsFull(failure) ? FailureKind.STORAGE_FULL : FailureKind.TRANSIENT;
    }

    /** The driver reports every failure during authentication as "security", even a cut connection or a shutdown. */
    private static FailureKind ofAuthentication(MongoException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof MongoServerException refusal && refusal.getCode() != ATLAS_ERROR) {
            return CODES.getOrDefault(refusal.getCode(), FailureKind.CONFIGURATION);
        }
        return cause instanceof MongoException other ? of(other) : FailureKind.CONFIGURATION;
    }

    private static FailureKind worst(Stream<? extends WriteError> writes, Stream<WriteConcernError> concerns) {
        return Stream.concat(
                        writes.map(error -> ofCode(error.getCode(), error.getMessage())),
                        concerns.map(error -> ofCode(error.getCode(), error.getMessage())))
                .min(WORST)
                .orElse(FailureKind.TRANSIENT);
    }

    private static FailureKind ofCode(int code, MongoException failure) {
        return ofCode(code, String.valueOf(failure.getMessage()));
    }

    private static FailureKind ofCode(int code, String message) {
        return code == ATLAS_ERROR ? ofAtlas(message) : CODES.getOrDefault(code, FailureKind.TRANSIENT);
    }

    /** Atlas has one code for everything that its proxies refuse. */
    private static FailureKind ofAtlas(String message) {
        if (message.contains(ATLAS_QUOTA)) {
            return FailureKind.STORAGE_FULL;
        }
        return ATLAS_REFUSALS.stream().anyMatch(message::contains) ? FailureKind.CONFIGURATION : FailureKind.TRANSIENT;
    }
}
