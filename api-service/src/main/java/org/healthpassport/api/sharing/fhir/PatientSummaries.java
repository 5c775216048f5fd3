package org.healthpassport.api.sharing.fhir;

import java.time.Clock;
import java.time.Instant;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.patient.Patients;
import org.healthpassport.api.record.annotating.AnnotationSharing;
import org.healthpassport.api.record.share.SharedSummary;
import org.healthpassport.api.record.share.SummarySharing;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.node.ObjectNode;

/** Compiles the International Patient Summary of a patient. */
@Component
public final class PatientSummaries {
    private final Patients patients;
    private final SummarySharing records;
    private final AnnotationSharing annotations;
    private final SummaryBundle document;
    private final Clock clock;

    PatientSummaries(Patients patients, SummarySharing records, AnnotationSharing annotations, Ids ids, Clock clock) {
        this.patients = patients;
        this.records = records;
        this.annotations = annotations;
        this.document = new SummaryBundle(ids, clock);
        this.clock = clock;
    }

    /**
     * The current summary of a patient; empty if the patient does not exist, or no longer does. If the patient's own
     * data cannot be read, the summary still has the records. Definitions of types that were not used before are read from
     * files, so it is compiled on threads that may block.
     */
    public Mono<LinkResource> of(Grant grant) {
        return patients.find(grant)
                .flatMap(patient -> records.of(grant)
                        .flatMap(found -> document(grant, FhirPatient.of(patient.state()), found, patient.createdAt())))
                .onErrorResume(
                        CannotBeRead.class,
                        alarmed -> records.of(grant)
                                .map(SharedSummary::andOneUnreadable)
                                .flatMap(found -> document(
                                        grant,
                                        FhirPatient.unreadable(grant.patientFor(AccessScope.RECORDS_READ)),
                                        found,
                                        clock.instant())));
    }

    private Mono<LinkResource> document(Grant grant, ObjectNode patient, SharedSummary found, Instant registered) {
        return annotations
                .of(grant, SummaryBundle.shown(found).map(SummaryBundle::annotated))
                .publishOn(Schedulers.boundedElastic())
                .map(notes -> document.of(patient, found, notes, registered));
    }
}
