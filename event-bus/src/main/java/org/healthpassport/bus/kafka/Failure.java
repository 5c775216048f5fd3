package org.healthpassport.bus.kafka;

import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.bus.kafka.SubscriptionListener.HandlerFailure;
import org.healthpassport.events.MalformedEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.support.serializer.DeserializationException;

/** Why a record was not handled, and what follows from it. */
record Failure(Kind kind, Throwable cause) {
    enum Kind {
        /** Nothing is wrong with the record: again, without end. */
        TRANSIENT,
        /** Handled, but a wake-up that was meant for the next poll came into the commit: commit it again. */
        UNCOMMITTED,
        /** Nothing works until somebody changes a setting: stop. */
        CONFIGURATION,
        /** The record will never be an event: a dead letter at once. */
        MALFORMED,
        /** Anything else: three tries, then a dead letter. */
        POISON
    }

    static Failure of(Exception thrown) {
        boolean byListener = false;
        Throwable first = thrown;
        while (first.getCause() != null
                && (first instanceof ListenerExecutionFailedException || first instanceof HandlerFailure)) {
            byListener = true;
            first = first.getCause();
        }
        if (first instanceof MalformedEvent || first instanceof DeserializationException) {
            return new Failure(Kind.MALFORMED, first);
        }
        return new Failure(byListener ? kindOf(first) : kindOfKafka(first), first);
    }

    /** What the handler did not throw came from Kafka, as when the offset of a handled record cannot be committed. */
    private static Kind kindOfKafka(Throwable thrown) {
        return thrown instanceof WakeupException ? Kind.UNCOMMITTED : Kind.TRANSIENT;
    }

    private static Kind kindOf(Throwable thrown) {
        @Nullable Throwable current = thrown;
        while (current != null) {
            // Retriable: the handler published a result and the broker did not answer.
            if (current instanceof TransientFailure
                    || current instanceof RetriableException
                    || current instanceof InterruptedException) {
                return Kind.TRANSIENT;
            }
            if (current instanceof ConfigurationFailure) {
                return Kind.CONFIGURATION;
            }
            current = current.getCause();
        }
        return Kind.POISON;
    }

    /** Where it happened, without the message, which may repeat what must not be told. */
    String where() {
        StackTraceElement[] trace = cause.getStackTrace();
        String type = cause.getClass().getName();
        return trace.length == 0 ? type : type + " at " + trace[0];
    }

    /** A reason that carries nothing of the record; only our own refusals are known not to. */
    String reason() {
        return cause instanceof MalformedEvent ? String.valueOf(cause.getMessage()) : where();
    }
}
