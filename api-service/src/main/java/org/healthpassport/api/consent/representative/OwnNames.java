package org.healthpassport.api.consent.representative;

import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.patient.Patients;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.access.Interaction;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The names of those who begin to represent somebody; they stand in the passport from then on. */
@Component
public final class OwnNames {
    private final PatientAccess access;
    private final Patients patients;
    private final AccessLog accessLog;

    OwnNames(PatientAccess access, Patients patients, AccessLog accessLog) {
        this.access = access;
        this.patients = patients;
        this.accessLog = accessLog;
    }

    /**
     * The patient whose account the caller is.
     *
     * @return fails with {@link RepresentativeRefusal.OnlyForPatients} for everybody else, which is recorded
     */
    public Mono<String> patientOf(Caller caller) {
        String patientId = caller.patientId();
        return caller.role() == Role.PATIENT && patientId != null
                ? Mono.just(patientId)
                : accessLog.deny(DenialReason.NOT_PERMITTED, new RepresentativeRefusal.OnlyForPatients().asException());
    }

    /** The caller's own name, which is a recorded read like any other. */
    public Mono<String> of(Caller caller) {
        return patientOf(caller)
                .flatMap(patientId -> access.read(
                        caller,
                        new DataRequest(AccessScope.DEMOGRAPHICS, patientId, "PATIENT", patientId, Interaction.READ),
                        patients::find))
                .map(patient -> patient.state().name().inFull());
    }
}
