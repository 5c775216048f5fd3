package org.healthpassport.aggregates.event;

import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.events.EventType;
import org.healthpassport.events.audit.AuditAction;
import org.jspecify.annotations.Nullable;

/**
 * An event of a decision; it gets its id, sequence and time when the state is saved.
 *
 * @param outcome FHIR's {@code AuditEvent.outcome}
 * @param action the action in the audit log
 * @param recipient the name that somebody without an account gave; null for all others
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

    /** The same event, for data that was given to somebody without an account. */
    public NewEvent given(String to) {
        return new NewEvent(type, payload, action, SUCCESS, to);
    }

    /** The same event, for something that was refused to somebody without an account. */
    public NewEvent refused(String to) {
        return new NewEvent(type, payload, action, MINOR_FAILURE, to);
    }

    /** The same event, for work that is requested again and creates or changes nothing. */
    public NewEvent again() {
        return new NewEvent(type, payload, AuditAction.EXECUTE, outcome, recipient);
    }

    /** Without the recipient, as records can end up in logs. */
    @Override
    public String toString() {
        return "NewEvent[" + type + ']';
    }
}
