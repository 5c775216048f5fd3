package org.healthpassport.api.aggregate;

import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.events.EventType;
import org.healthpassport.events.audit.AuditAction;
import org.jspecify.annotations.Nullable;

/**
 * An event that a decision came to; it gets its id, sequence and time when the state is saved.
 *
 * @param outcome FHIR's {@code AuditEvent.outcome}
 * @param action what was done, for the audit log
 * @param recipient who somebody without an account says to be; null for all others
 */
public record NewEvent(
        EventType type,
        SpecificRecord payload,
        AuditAction action,
        int outcome,
        @Nullable String recipient) {
    private static final int SUCCESS = 0;
    private static final int MINOR_FAILURE = 4;

    public NewEvent(EventType type, SpecificRecord payload) {
        this(type, payload, type.action(), SUCCESS, null);
    }

    /** This, as something that was given to somebody without an account. */
    public NewEvent given(String to) {
        return new NewEvent(type, payload, action, SUCCESS, to);
    }

    /** This, as something that was refused to somebody without an account. */
    public NewEvent refused(String to) {
        return new NewEvent(type, payload, action, MINOR_FAILURE, to);
    }

    /** This, as work that is asked for once more: nothing is created or changed by it. */
    public NewEvent again() {
        return new NewEvent(type, payload, AuditAction.EXECUTE, outcome, recipient);
    }

    /** Without the recipient, as records end up in logs. */
    @Override
    public String toString() {
        return "NewEvent[" + type + ']';
    }
}
