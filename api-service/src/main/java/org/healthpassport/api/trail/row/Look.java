package org.healthpassport.api.trail.row;

import org.jspecify.annotations.Nullable;

/**
 * One request about a patient; sealed with the patient's keys.
 *
 * @param eventId the event that tells most of the request, by which the audit log knows it
 * @param resourceId null for a list
 * @param actorId the account; null for strangers with a link
 * @param hospitalId the hospital for which the account acted at that time; null for everybody else
 * @param right the name of the right by which it was done; null if none was decided
 * @param recipient the name that a stranger with a link gave
 * @param purpose a code of HL7's PurposeOfUse
 * @param outcome FHIR's {@code AuditEvent.outcome}
 */
public record Look(
        String eventId,
        LookAction action,
        @Nullable String resourceType,
        @Nullable String resourceId,
        @Nullable String actorId,
        @Nullable String actorRole,
        @Nullable String hospitalId,
        @Nullable String right,
        @Nullable String consentId,
        @Nullable String recipient,
        @Nullable String purpose,
        int outcome) {

    /** Without the rest, as records can end up in logs. */
    @Override
    public String toString() {
        return "Look[" + eventId + ']';
    }
}
