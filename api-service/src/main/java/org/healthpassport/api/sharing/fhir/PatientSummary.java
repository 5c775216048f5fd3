package org.healthpassport.api.sharing.fhir;

import java.time.Clock;
import org.healthpassport.api.ids.Ids;
import org.healthpassport.api.patient.Patients;
import org.healthpassport.api.record.ShareableRecords;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The International Patient Summaries of all patients. */
@Component
public final class PatientSummary {
    private final Patients patients;
    private final ShareableRecords records;
    private final SummaryDocument document;

    PatientSummary(Patients patients, ShareableRecords records, Ids ids, Clock clock) {
        this.patients = patients;
        this.records = records;
        this.document = new SummaryDocument(ids, clock);
    }

    /** The summary of a patient at this moment; empty where there is none, or none any more. */
    public Mono<GivenResource> of(String patientId) {
        return patients.find(patientId)
                .flatMap(patient -> records.newest(patientId)
                        .map(found -> document.of(patient.state(), found, patient.createdAt())));
    }
}
