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
 * @param resourceId the part of the aggregate that it is about; null for the aggregate itself
 */
public record NewEvent(
        EventType type,
        SpecificRecord payload,
        AuditAction action,
        int outcome,
        @Nullable String recipient,
        @Nullable String resourceId) {
    private static final int SUCCESS = 0;
    private static final int MINOR_FAILURE = 4;

    public NewEvent(EventType type, SpecificRecord payload) {
        this(type, payload, type.action(), SUCCESS, null, null);
    }

    /** The same event, for data that was given to somebody without an account. */
    public NewEvent given(String to) {
        return new NewEvent(type, payload, action, SUCCESS, to, resourceId);
    }

    /** The same event, for something that was refused to somebody without an account. */
    public NewEvent refused(String to) {
        return new NewEvent(type, payload, action, MINOR_FAILURE, to, resourceId);
    }

    /** The same event, about a part of the aggregate, by its id. */
    public NewEvent about(String part) {
        return new NewEvent(type, payload, action, outcome, recipient, part);
    }

    /** The same event, for work that is requested again and creates or changes nothing. */
    public NewEvent again() {
        return new NewEvent(type, payload, AuditAction.EXECUTE, outcome, recipient, resourceId);
    }

    /** Without the recipient, as records can end up in logs. */
    @Override
    public String toString() {
        return "NewEvent[" + type + ']';
    }
}
