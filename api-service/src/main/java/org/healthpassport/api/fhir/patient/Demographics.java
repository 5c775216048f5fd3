package org.healthpassport.api.fhir.patient;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.patient.PatientState;
import org.healthpassport.api.patient.PatientState.Written;
import org.healthpassport.api.patient.Patients;
import org.healthpassport.api.record.resource.ReceivedResource;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.events.EventType;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.patient.DemographicsChanged;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads and changes the demographics of patients. */
@Component
final class Demographics {
    private static final String PATIENT = "PATIENT";

    private final Patients patients;
    private final PatientAccess access;
    private final Clock clock;

    Demographics(Patients patients, PatientAccess access, Clock clock) {
        this.patients = patients;
        this.access = access;
        this.clock = clock;
    }

    Mono<Snapshot<PatientState>> read(Caller caller, String patientId) {
        return access.read(
                caller,
                new DataRequest(AccessScope.RECORDS_READ, patientId, PATIENT, patientId, Interaction.READ),
                patients::find);
    }

    /** Changes the patient to what a resource says; only the patient's side may, as it is what their account says, too. */
    Mono<Snapshot<PatientState>> write(
            Caller caller, String patientId, IfMatch condition, Mono<ReceivedResource> resource) {
        return access.write(
                caller,
                patientId,
                AccessScope.RECORDS_WRITE,
                grant -> grant.isOfPatientSide()
                        ? resource.flatMap(received ->
                                        received.check(sent -> PatientCheck.check(patientId, sent, today())))
                                .flatMap(written ->
                                        patients.change(grant, patient -> decide(patient, condition, written)))
                        : access.deny(patientId, new PatientRefusal.OfPatientsSideOnly()));
    }

    private static Decision<PatientState> decide(Snapshot<PatientState> patient, IfMatch condition, Written written) {
        if (!condition.allows(patient.version())) {
            return Decision.refuse(new PatientRefusal.Stale(patient.version()));
        }
        PatientState after = patient.state().written(written);
        return after.equals(patient.state())
                ? Decision.unchanged()
                : Decision.accept(
                        after, new NewEvent(EventType.DEMOGRAPHICS_CHANGED, new DemographicsChanged(patient.id())));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.ofHours(14));
    }
}
