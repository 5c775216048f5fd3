package org.healthpassport.api.record;

import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.decision.AccessRefusal;
import org.healthpassport.fhir.catalog.RecordType;
import reactor.core.publisher.Mono;

/**
 * The place of a record that was asked for by its id alone.
 *
 * @param hidden true if the patient hides it now
 */
public record RecordPlace(String patientId, RecordType type, String recordId, boolean hidden) {

    /**
     * An answer about the record; refused as if there was no such record if the caller may not know of the patient, or may
     * not read the record while it is hidden.
     */
    public <T> Mono<T> ifKnown(Mono<T> answer) {
        return answer.onErrorMap(
                Refused.class,
                refused -> isSecret(refused.refusal()) ? new RecordRefusal.NoSuchRecord().asException() : refused);
    }

    private boolean isSecret(Refusal refusal) {
        return refusal instanceof AccessRefusal.NoSuchPatient
                || (hidden && refusal instanceof AccessRefusal.NotGranted);
    }
}
