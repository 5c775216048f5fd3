package org.healthpassport.bus.failure;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.ImpossibleValue;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.bus.UnreadableItem;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.kafka.ForgedEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.serializer.DeserializationException;
import org.springframework.util.ClassUtils;

/**
 * Sorts failures by the class that a driver threw and the code that a server gave. Only the listed failures are the
 * fault of the record. A failure of our own store, broker, staging or object store is temporary or a matter of
 * settings, even if its code is not listed.
 *
 * <p>The first failure of a chain of causes that is in the table decides, from the outermost inwards. Exceptions that
 * only wrap, Spring's {@code DataAccessException} among them, are not in the table. A failure that only says that it is
 * temporary is searched for a cause that an operator has to mend.
 */
public final class Failures {
    /** Deeper than any real chain of causes; bounds those that go in circles. */
    private static final int DEEPEST_CAUSE = 16;
    /** The messages of the C library for ENOSPC, EDQUOT and EFBIG; Java reports them in no other way. */
    private static final List<String> FULL =
            List.of("No space left on device", "Disk quota exceeded", "File too large", "not enough space on the disk");

    /** A service without MongoDB has no driver either. */
    private static final boolean MONGO =
            ClassUtils.isPresent("com.mongodb.MongoException", Failures.class.getClassLoader());

    private Failures() {}

    /** The kind of a failure. */
    public static FailureKind kindOf(Throwable failure) {
        FailureKind otherwise = FailureKind.UNEXPECTED;
        for (Throwable cause : causes(failure)) {
            FailureKind kind = listed(cause);
            if (kind != null && isVague(cause, kind)) {
                otherwise = kind;
            } else if (kind != null && (otherwise == FailureKind.UNEXPECTED || kind.isForSomebodyToMend())) {
                return kind;
            }
        }
        return otherwise;
    }

    /** The failure and its causes, from the outermost inwards; ends in chains that go in circles, too. */
    public static List<Throwable> causes(Throwable failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .toList();
    }

    /** These say that a failure passes, and often not why: a cause may say that a disk is full. */
    private static boolean isVague(Throwable failure, FailureKind kind) {
        return kind == FailureKind.TRANSIENT && (failure instanceof TransientFailure || failure instanceof IOException);
    }

    private static @Nullable FailureKind listed(Throwable failure) {
        if (failure instanceof MalformedEvent
                || failure instanceof DeserializationException
                || failure instanceof ImpossibleValue) {
            return FailureKind.RECORD;
        }
        if (failure instanceof ForgedEvent) {
            return FailureKind.FORGED;
        }
        if (failure instanceof UnreadableItem item && item.isDamagedItself()) {
            return FailureKind.UNREADABLE;
        }
        if (failure instanceof ConfigurationFailure) {
            return FailureKind.CONFIGURATION;
        }
        if (failure instanceof TransientFailure
                || failure instanceof TimeoutException
                || failure instanceof RejectedExecutionException
                || failure instanceof InterruptedException) {
            return FailureKind.TRANSIENT;
        }
        if (failure instanceof IOException io) {
            return ofFile(io);
        }
        if (failure instanceof KafkaException kafka) {
            return ofKafka(kafka);
        }
        return MONGO ? MongoFailures.listed(failure) : null;
    }

    private static @Nullable FailureKind ofFile(IOException failure) {
        if (failure instanceof CharacterCodingException) { // of text in memory, not of a device
            return null;
        }
        if (failure instanceof AccessDeniedException) {
            return FailureKind.CONFIGURATION;
        }
        return tellsFull(failure) ? FailureKind.STORAGE_FULL : FailureKind.TRANSIENT;
    }

    static boolean tellsFull(Throwable failure) {
        String message = failure.getMessage();
        return message != null && FULL.stream().anyMatch(message::contains);
    }

    private static FailureKind ofKafka(KafkaException failure) {
        // Too few brokers are up, perhaps none yet.
        if (failure instanceof InvalidReplicationFactorException) {
            return FailureKind.TRANSIENT;
        }
        if (failure instanceof AuthenticationException
                || failure instanceof AuthorizationException
                || failure instanceof ConfigException
                || failure instanceof InvalidConfigurationException
                || failure instanceof PolicyViolationException
                || failure instanceof UnsupportedVersionException) {
            return FailureKind.CONFIGURATION;
        }
        // Ours to publish, and wrong however often it is published.
        if (failure instanceof SerializationException
                || failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException) {
            return FailureKind.UNEXPECTED;
        }
        return FailureKind.TRANSIENT;
    }
}
