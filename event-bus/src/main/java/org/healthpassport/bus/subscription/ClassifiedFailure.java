package org.healthpassport.bus.subscription;

import org.apache.kafka.common.errors.WakeupException;
import org.healthpassport.bus.ImpossibleValue;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.bus.subscription.SubscriptionListener.HandlerFailure;
import org.healthpassport.events.MalformedEvent;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.support.serializer.DeserializationException;

/**
 * Why a record was not handled, or not committed, and what follows from it.
 *
 * @param handled a wake-up that was meant for the next poll came into the commit of a handled record: only commit it again
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
        // What the handler did not throw came from Kafka, as when the offset of a handled record cannot be committed.
        return new ClassifiedFailure(FailureKind.TRANSIENT, first instanceof WakeupException, first);
    }

    /** Where it happened, without the message, which may repeat what must not be told. */
    String where() {
        StackTraceElement[] trace = cause.getStackTrace();
        String type = cause.getClass().getName();
        return trace.length == 0 ? type : type + " at " + trace[0];
    }

    /** A reason that carries nothing of the record; only our own refusals are known not to. */
    String reason() {
        return cause instanceof MalformedEvent || cause instanceof ImpossibleValue
                ? String.valueOf(cause.getMessage())
                : where();
    }
}
