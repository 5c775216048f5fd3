package org.healthpassport.api.sharing.fhir;

import java.time.Clock;
import org.healthpassport.api.ids.Ids;
import org.healthpassport.api.patient.Patients;
import org.healthpassport.api.record.ShareableRecords;
import org.healthpassport.api.record.SharedRecords;
import org.healthpassport.api.unreadable.CannotBeRead;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Compiles the International Patient Summary of a patient. */
@Component
public final class PatientSummary {
    private final Patients patients;
    private final ShareableRecords records;
    private final SummaryDocument document;
    private final Clock clock;

    PatientSummary(Patients patients, ShareableRecords records, Ids ids, Clock clock) {
        this.patients = patients;
        this.records = records;
        this.document = new SummaryDocument(ids, clock);
        this.clock = clock;
    }

    /**
     * The current summary of a patient; empty if the patient does not exist, or no longer does. If the patient's own
     * data cannot be read, the summary still has the allergies.
     */
    public Mono<GivenResource> of(String patientId) {
        return patients.find(patientId)
                .flatMap(patient -> records.newest(patientId)
                        .map(found -> document.of(FhirPatient.of(patient.state()), found, patient.createdAt())))
                .onErrorResume(
                        CannotBeRead.class,
                        alarmed -> records.newest(patientId)
                                .map(SharedRecords::andOneUnreadable)
                                .map(found -> document.of(FhirPatient.unreadable(patientId), found, clock.instant())));
    }
}
