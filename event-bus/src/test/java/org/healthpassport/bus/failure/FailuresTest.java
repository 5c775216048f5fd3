package org.healthpassport.bus.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.bus.failure.FailureKind.CONFIGURATION;
import static org.healthpassport.bus.failure.FailureKind.RECORD;
import static org.healthpassport.bus.failure.FailureKind.STORAGE_FULL;
import static org.healthpassport.bus.failure.FailureKind.TRANSIENT;
import static org.healthpassport.bus.failure.FailureKind.UNEXPECTED;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.mongodb.ClientBulkWriteException;
import com.mongodb.DuplicateKeyException;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoInternalException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketClosedException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoSocketWriteException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcernResult;
import com.mongodb.WriteError;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ClusterId;
import com.mongodb.connection.ClusterType;
import com.mongodb.connection.ServerId;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.naming.CommunicationException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonMaximumSizeExceededException;
import org.bson.BsonString;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.ImpossibleValue;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.events.MalformedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.data.mongodb.UncategorizedMongoDbException;
import org.springframework.kafka.support.serializer.DeserializationException;

class FailuresTest {
    private static final ServerAddress SERVER = new ServerAddress();

    static Stream<Arguments> ownFailures() {
        return Stream.of(
                arguments(new MalformedEvent("Expected a type"), RECORD),
                arguments(new MalformedEvent("Expected Avro", new EOFException()), RECORD),
                arguments(new DeserializationException("no text", new byte[0], true, new RuntimeException()), RECORD),
                arguments(new ImpossibleValue("Expected a size, but it is negative"), RECORD),
                arguments(new TransientFailure("503"), TRANSIENT),
                arguments(new TransientFailure("away", new IOException("No space left on device")), STORAGE_FULL),
                arguments(new TransientFailure("away", new AccessDeniedException("/f")), CONFIGURATION),
                arguments(new TransientFailure("away", new IllegalStateException()), TRANSIENT),
                arguments(new ConfigurationFailure("403"), CONFIGURATION),
                arguments(new ConfigurationFailure("403", new IOException("reset")), CONFIGURATION),
                arguments(new IllegalStateException(new TransientFailure("503")), TRANSIENT),
                arguments(new IllegalStateException(), UNEXPECTED),
                arguments(new NullPointerException(), UNEXPECTED),
                arguments(new StackOverflowError(), UNEXPECTED),
                arguments(new TimeoutException(), TRANSIENT),
                arguments(new IllegalStateException("blocking read", new TimeoutException()), TRANSIENT),
                arguments(new RejectedExecutionException(), TRANSIENT),
                arguments(new InterruptedException(), TRANSIENT));
    }

    static Stream<Arguments> fileFailures() {
        return Stream.of(
                arguments(new FileSystemException("/f", null, "No space left on device"), STORAGE_FULL),
                arguments(new FileSystemException("/f", null, "Disk quota exceeded"), STORAGE_FULL),
                arguments(new IOException("File too large"), STORAGE_FULL),
                arguments(new UncheckedIOException(new IOException("No space left on device")), STORAGE_FULL),
                arguments(new AccessDeniedException("/f"), CONFIGURATION),
                arguments(new IOException("not written", command(14_031)), STORAGE_FULL),
                arguments(new IOException("not written", command(13)), CONFIGURATION),
                arguments(new IOException("not written", command(11_000)), TRANSIENT),
                arguments(new IOException("not written", new IllegalStateException()), TRANSIENT),
                arguments(new NoSuchFileException("/f"), TRANSIENT),
                arguments(new IOException("Input/output error"), TRANSIENT),
                arguments(new ConnectException("Connection refused"), TRANSIENT),
                arguments(new SocketException("Connection reset"), TRANSIENT),
                arguments(new MalformedInputException(1), UNEXPECTED));
    }

    static Stream<Arguments> kafkaFailures() {
        return Stream.of(
                arguments(new org.apache.kafka.common.errors.TimeoutException("10 s"), TRANSIENT),
                arguments(
                        new CompletionException(
                                new ExecutionException(new org.apache.kafka.common.errors.TimeoutException("10 s"))),
                        TRANSIENT),
                arguments(new DisconnectException(), TRANSIENT),
                arguments(new NotEnoughReplicasException(), TRANSIENT),
                arguments(new KafkaStorageException(), TRANSIENT),
                arguments(new UnknownServerException(), TRANSIENT),
                arguments(new OutOfOrderSequenceException("gap"), TRANSIENT),
                arguments(new InvalidProducerEpochException("fenced"), TRANSIENT),
                arguments(new InvalidReplicationFactorException("all brokers are fenced"), TRANSIENT),
                arguments(new InvalidConfigurationException("retention"), CONFIGURATION),
                arguments(new SaslAuthenticationException("password"), CONFIGURATION),
                arguments(new TopicAuthorizationException("topic"), CONFIGURATION),
                arguments(new ClusterAuthorizationException("cluster"), CONFIGURATION),
                arguments(new PolicyViolationException("retention"), CONFIGURATION),
                arguments(new UnsupportedVersionException("old broker"), CONFIGURATION),
                arguments(new ConfigException("bootstrap.servers"), CONFIGURATION),
                arguments(new RecordTooLargeException(), UNEXPECTED),
                arguments(new SerializationException(), UNEXPECTED));
    }

    static Stream<Arguments> driverFailures() {
        MongoCredential credential = MongoCredential.createCredential("user", "admin", "secret".toCharArray());
        return Stream.of(
                arguments(new MongoTimeoutException("no server"), TRANSIENT),
                arguments(new MongoOperationTimeoutException("5 s"), TRANSIENT),
                arguments(new MongoSocketOpenException("refused", SERVER, new ConnectException()), TRANSIENT),
                arguments(new MongoSocketReadException("reset", SERVER, new SocketException()), TRANSIENT),
                arguments(new MongoSocketReadTimeoutException("10 s", SERVER, new IOException()), TRANSIENT),
                arguments(new MongoSocketWriteException("broken pipe", SERVER, new IOException()), TRANSIENT),
                arguments(new MongoSocketClosedException("closed", SERVER), TRANSIENT),
                arguments(
                        new MongoConnectionPoolClearedException(new ServerId(new ClusterId(), SERVER), null),
                        TRANSIENT),
                arguments(new MongoInterruptedException("stop", new InterruptedException()), TRANSIENT),
                arguments(new MongoInternalException("a reply that cannot be read"), TRANSIENT),
                arguments(new MongoClientException("sessions"), TRANSIENT),
                arguments(new MongoException("of no class of its own"), TRANSIENT),
                arguments(new MongoNotPrimaryException(answer(10_107), SERVER), TRANSIENT),
                arguments(new MongoNodeIsRecoveringException(answer(91), SERVER), TRANSIENT),
                arguments(new MongoExecutionTimeoutException(50, "operation exceeded time limit"), TRANSIENT),
                arguments(new MongoCursorNotFoundException(1, answer(43), SERVER), TRANSIENT),
                arguments(new MongoIncompatibleDriverException("too old", cluster()), CONFIGURATION),
                arguments(new MongoConfigurationException("no such option"), CONFIGURATION),
                arguments(new MongoConfigurationException("SRV", new CommunicationException()), TRANSIENT),
                arguments(new MongoSecurityException(credential, "no mechanism"), CONFIGURATION),
                arguments(new MongoSecurityException(credential, "login", command(18)), CONFIGURATION),
                arguments(new MongoSecurityException(credential, "login", command(8_000, "bad auth")), CONFIGURATION),
                arguments(new MongoSecurityException(credential, "login", command(4_711)), CONFIGURATION),
                arguments(
                        new MongoSecurityException(
                                credential, "login", new MongoSocketReadException("reset", SERVER, new IOException())),
                        TRANSIENT),
                arguments(
                        new MongoSecurityException(
                                credential, "login", new MongoNodeIsRecoveringException(answer(91), SERVER)),
                        TRANSIENT),
                arguments(new BsonMaximumSizeExceededException("17 MB"), UNEXPECTED));
    }

    /** Every code that the table names, and those that are known to pass. */
    static Stream<Arguments> codes() {
        return Stream.of(
                arguments(14_031, "OutOfDiskSpace", STORAGE_FULL),
                arguments(8_000, "you are over your space quota, using 513 MB of 512 MB", STORAGE_FULL),
                arguments(8_000, "bad auth : Authentication failed.", CONFIGURATION),
                arguments(8_000, "user is not allowed to do action [insert]", CONFIGURATION),
                arguments(8_000, "not authorized on admin to execute command", CONFIGURATION),
                arguments(8_000, "something else", TRANSIENT),
                arguments(11, "UserNotFound", CONFIGURATION),
                arguments(13, "Unauthorized", CONFIGURATION),
                arguments(18, "AuthenticationFailed", CONFIGURATION),
                arguments(79, "UnknownReplWriteConcern", CONFIGURATION),
                arguments(334, "MechanismUnavailable", CONFIGURATION),
                arguments(1, "InternalError", TRANSIENT),
                arguments(6, "HostUnreachable", TRANSIENT),
                arguments(7, "HostNotFound", TRANSIENT),
                arguments(24, "LockTimeout", TRANSIENT),
                arguments(50, "MaxTimeMSExpired", TRANSIENT),
                arguments(64, "WriteConcernTimeout", TRANSIENT),
                arguments(89, "NetworkTimeout", TRANSIENT),
                arguments(91, "ShutdownInProgress", TRANSIENT),
                arguments(100, "UnsatisfiableWriteConcern", TRANSIENT),
                arguments(112, "WriteConflict", TRANSIENT),
                arguments(134, "ReadConcernMajorityNotAvailableYet", TRANSIENT),
                arguments(189, "PrimarySteppedDown", TRANSIENT),
                arguments(202, "NetworkInterfaceExceededTimeLimit", TRANSIENT),
                arguments(262, "ExceededTimeLimit", TRANSIENT),
                arguments(9_001, "SocketException", TRANSIENT),
                arguments(10_107, "NotWritablePrimary", TRANSIENT),
                arguments(11_600, "InterruptedAtShutdown", TRANSIENT),
                arguments(11_602, "InterruptedDueToReplStateChange", TRANSIENT),
                arguments(13_435, "NotPrimaryNoSecondaryOk", TRANSIENT),
                arguments(13_436, "NotPrimaryOrSecondary", TRANSIENT),
                arguments(4_711, "a code that nobody knows", TRANSIENT),
                arguments(2, "BadValue", UNEXPECTED),
                arguments(9, "FailedToParse", UNEXPECTED),
                arguments(14, "TypeMismatch", UNEXPECTED),
                arguments(40, "ConflictingUpdateOperators", UNEXPECTED),
                arguments(66, "ImmutableField", UNEXPECTED),
                arguments(121, "DocumentValidationFailure", UNEXPECTED),
                arguments(10_334, "BSONObjectTooLarge", UNEXPECTED),
                arguments(17_419, "too large after an update", UNEXPECTED),
                arguments(17_420, "too large after a replacement", UNEXPECTED),
                arguments(11_000, "DuplicateKey", UNEXPECTED),
                arguments(11_001, "DuplicateKey", UNEXPECTED),
                arguments(12_582, "DuplicateKey", UNEXPECTED));
    }

    @ParameterizedTest
    @MethodSource({"ownFailures", "fileFailures", "kafkaFailures", "driverFailures"})
    void shouldSortByTheClassOfTheDriver(Throwable failure, FailureKind expected) {
        assertThat(Failures.kindOf(failure)).isEqualTo(expected);
        assertThat(Failures.kindOf(new DataAccessResourceFailureException("Spring's wrapper", failure)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("codes")
    void shouldSortByTheCodeOfTheServerInWhateverTheDriverWrapsIt(int code, String message, FailureKind expected) {
        // given
        BulkWriteResult nothing = BulkWriteResult.acknowledged(0, 0, 0, 0, List.of(), List.of());
        WriteError write = new WriteError(code, message, new BsonDocument());
        BulkWriteError bulk = new BulkWriteError(code, message, new BsonDocument(), 0);
        WriteConcernError concern = new WriteConcernError(code, "name", message, new BsonDocument());

        // then
        assertThat(List.of(
                        command(code, message),
                        new MongoWriteException(write, SERVER, Set.of()),
                        new MongoWriteConcernException(concern, WriteConcernResult.unacknowledged(), SERVER, Set.of()),
                        new MongoBulkWriteException(nothing, List.of(bulk), null, SERVER, Set.of()),
                        new MongoBulkWriteException(nothing, List.of(), concern, SERVER, Set.of()),
                        new ClientBulkWriteException(null, null, Map.of(0, write), null, SERVER),
                        new ClientBulkWriteException(null, List.of(concern), null, null, SERVER),
                        new ClientBulkWriteException(
                                command(code, message),
                                null,
                                Map.of(0, new WriteError(11_000, "DuplicateKey", new BsonDocument())),
                                null,
                                SERVER),
                        new UncategorizedMongoDbException("Spring's wrapper", command(code, message))))
                .allSatisfy(failure -> assertThat(Failures.kindOf(failure))
                        .as(failure.toString())
                        .isEqualTo(expected));
    }

    @Test
    void shouldTakeOfABulkWriteTheFailureThatExplainsTheOthers() {
        // given
        BulkWriteError duplicate = new BulkWriteError(11_000, "DuplicateKey", new BsonDocument(), 0);
        BulkWriteError full = new BulkWriteError(14_031, "OutOfDiskSpace", new BsonDocument(), 1);
        WriteConcernError late = new WriteConcernError(64, "name", "waiting for replication", new BsonDocument());
        BulkWriteResult nothing = BulkWriteResult.unacknowledged();

        // then
        assertThat(Failures.kindOf(
                        new MongoBulkWriteException(nothing, List.of(duplicate, full), late, SERVER, Set.of())))
                .isEqualTo(STORAGE_FULL);
        assertThat(Failures.kindOf(new MongoBulkWriteException(nothing, List.of(duplicate), late, SERVER, Set.of())))
                .isEqualTo(TRANSIENT);
    }

    @Test
    void shouldSortTheOldExceptionForADuplicateKey() {
        assertThat(Failures.kindOf(
                        new DuplicateKeyException(answer(11_000), SERVER, WriteConcernResult.unacknowledged())))
                .isEqualTo(UNEXPECTED);
    }

    @Test
    void shouldEndWhereCausesGoInCircles() {
        // given
        IllegalStateException first = new IllegalStateException();
        first.initCause(new IllegalStateException(first));

        // then
        assertThat(Failures.kindOf(first)).isEqualTo(UNEXPECTED);
    }

    @Test
    void shouldSortWhereThereIsNoDriverOfMongoDb() throws Exception {
        // given
        ClassLoader withoutDriver = new WithoutMongo(FailuresTest.class.getClassLoader());

        // when
        Class<?> failures = withoutDriver.loadClass(Failures.class.getName());
        Object unknown = failures.getMethod("kindOf", Throwable.class).invoke(null, new IllegalStateException());
        Object full =
                failures.getMethod("kindOf", Throwable.class).invoke(null, new IOException("No space left on device"));

        // then
        assertThat(failures).isNotSameAs(Failures.class);
        assertThat(unknown).hasToString("UNEXPECTED");
        assertThat(full).hasToString("STORAGE_FULL");
    }

    private static MongoCommandException command(int code) {
        return command(code, "message");
    }

    private static MongoCommandException command(int code, String message) {
        return new MongoCommandException(answer(code).append("errmsg", new BsonString(message)), SERVER);
    }

    private static BsonDocument answer(int code) {
        return new BsonDocument("ok", new BsonInt32(0)).append("code", new BsonInt32(code));
    }

    private static ClusterDescription cluster() {
        return new ClusterDescription(ClusterConnectionMode.SINGLE, ClusterType.STANDALONE, List.of());
    }

    /** Loads the table anew, in a world in which nobody knows MongoDB. */
    private static final class WithoutMongo extends ClassLoader {
        WithoutMongo(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.mongodb.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(Failures.class.getPackageName())) {
                return super.loadClass(name, resolve);
            }
            try (var bytes = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = bytes.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
