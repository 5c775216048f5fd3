package org.healthpassport.bus.subscription;

import org.apache.kafka.common.errors.WakeupException;
import org.healthpassport.bus.ImpossibleValue;
import org.healthpassport.bus.UnreadableItem;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.bus.subscription.SubscriptionListener.HandlerFailure;
import org.healthpassport.events.MalformedEvent;
import org.healthpassport.events.kafka.ForgedEvent;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.support.serializer.DeserializationException;

/**
 * The failure to handle or commit a record, with its kind.
 *
 * @param handled true if the record was handled and only its commit was interrupted by a wake-up: commit it again
 */
record ClassifiedFailure(FailureKind kind, boolean handled, Throwable cause) {

    static ClassifiedFailure of(Exception thrown) {
        boolean byListener = false;
        Throwable first = thrown;
        while (first.getCause() != null
                && (first instanceof ListenerExecutionFailedException || first instanceof HandlerFailure)) {
            byListener = true;
            first = first.getCause();
        }
        if (byListener || first instanceof MalformedEvent || first instanceof DeserializationException) {
            return new ClassifiedFailure(Failures.kindOf(first), false, first);
        }
        // All other failures come from Kafka, as when the offset of a handled record cannot be committed.
        return new ClassifiedFailure(FailureKind.TRANSIENT, first instanceof WakeupException, first);
    }

    /** The exception and its place in the code, without the message, which may hold data of the record. */
    String where() {
        StackTraceElement[] trace = cause.getStackTrace();
        String type = cause.getClass().getName();
        return trace.length == 0 ? type : type + " at " + trace[0];
    }

    /** A reason without data of the record; only messages of our own refusals are known to have none. */
    String reason() {
        return cause instanceof MalformedEvent
                        || cause instanceof ForgedEvent
                        || cause instanceof ImpossibleValue
                        || cause instanceof UnreadableItem
                ? String.valueOf(cause.getMessage())
                : where();
    }
}
