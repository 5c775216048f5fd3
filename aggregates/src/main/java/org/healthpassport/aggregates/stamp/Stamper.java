package org.healthpassport.aggregates.stamp;

import java.nio.ByteBuffer;
import org.healthpassport.aggregates.key.AuditKeys;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.audit.AuditStamp;
import org.healthpassport.vault.audit.SealedDetail;
import org.jspecify.annotations.Nullable;

/**
 * Stamps the events of one request, or of one event that caused them.
 *
 * @param patientId the patient whose data they are about; null if there is none
 * @param keys of that patient, else of the account, else of the service
 * @param client null for the service's own work
 */
public record Stamper(
        Actor actor,
        @Nullable String patientId,
        AuditKeys keys,
        Correlation correlation,
        @Nullable Client client) {
    /** HL7 PurposeOfUse: at the patient's own request. */
    private static final String PATIENT_REQUEST = "PATRQT";
    /** The same: to treat the patient, who allowed it. */
    private static final String TREATMENT = "TREAT";
    /** HL7 PurposeOfUse: to treat the patient in an emergency. */
    private static final String EMERGENCY_TREATMENT = "ETREAT";

    /** The account that acts; null if the actor is not an account. */
    public @Nullable String accountId() {
        return actor.isAccount() ? actor.id() : null;
    }

    /** The action that the client attempted; {@code EXECUTE} for work that a service does by itself. */
    public AuditAction attempted() {
        return client == null ? AuditAction.EXECUTE : client.attempted();
    }

    /** @param outcome FHIR's {@code AuditEvent.outcome}: 0, 4, 8 or 12 */
    public AuditStamp stamp(String eventId, AuditAction action, int outcome, AuditedOperation operation) {
        byte[] detail = DetailContent.of(patientId, actor, operation, correlation.correlationId(), client)
                .toJson();
        SealedDetail sealed = SealedDetail.seal(keys.keys(), eventId, detail);
        return new AuditStamp(
                action,
                outcome,
                patientId == null ? null : keys.pseudonym(),
                actor.id(),
                actor.role(),
                actor.hospitalId(),
                purpose(),
                actor.right() == AccessRight.EMERGENCY,
                keys.pseudonym(),
                ByteBuffer.wrap(sealed.sealed()),
                ByteBuffer.wrap(sealed.commitment()));
    }

    private @Nullable String purpose() {
        if (patientId != null && actor.isPatient(patientId)) {
            return PATIENT_REQUEST;
        }
        AccessRight right = actor.right();
        return right == null ? null : purpose(right);
    }

    private static @Nullable String purpose(AccessRight right) {
        return switch (right) {
            case CONSENT -> TREATMENT;
            case EMERGENCY -> EMERGENCY_TREATMENT;
            case UNKNOWN, SELF, REPRESENTATIVE, LINK, ADMIN -> null;
        };
    }
}
