package org.healthpassport.api.aggregate;

import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.events.EventType;
import org.jspecify.annotations.Nullable;

/**
 * An event that a decision came to; it gets its id, sequence and time when the state is saved.
 *
 * @param outcome FHIR's {@code AuditEvent.outcome}
 * @param recipient who somebody without an account says to be; null for all others
 */
public record NewEvent(
        EventType type,
        SpecificRecord payload,
        int outcome,
        @Nullable String recipient) {
    private static final int SUCCESS = 0;
    private static final int MINOR_FAILURE = 4;

    public NewEvent(EventType type, SpecificRecord payload) {
        this(type, payload, SUCCESS, null);
    }

    /** This, as something that was given to somebody without an account. */
    public NewEvent given(String to) {
        return new NewEvent(type, payload, SUCCESS, to);
    }

    /** This, as something that was refused to somebody without an account. */
    public NewEvent refused(String to) {
        return new NewEvent(type, payload, MINOR_FAILURE, to);
    }

    /** Without the recipient, as records end up in logs. */
    @Override
    public String toString() {
        return "NewEvent[" + type + ']';
    }
}
