package org.healthpassport.api.patient;

import java.util.Map;
import java.util.Set;
import org.healthpassport.api.aggregate.AggregateKind;
import org.healthpassport.api.aggregate.AggregateStore;
import org.healthpassport.api.aggregate.Aggregates;
import org.healthpassport.api.aggregate.Version;
import org.healthpassport.api.keys.SubjectKeyRing;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** All patients. */
@Component
public final class Patients {
    private final Aggregates<PatientState> patients;
    private final SubjectKeyRing keyRing;

    Patients(AggregateStore store, SubjectKeyRing keyRing) {
        this.patients = store.of(new AggregateKind<>(
                "patients", "PATIENT", PatientState.class, PatientState::patientId, Set.of(), state -> Map.of()));
        this.keyRing = keyRing;
    }

    public Mono<Version<PatientState>> find(String patientId) {
        return patients.find(patientId);
    }

    /** Saves a new patient with keys of their own. */
    public Mono<Version<PatientState>> create(PatientState patient) {
        return keyRing.create(patient.patientId()).then(patients.create(patient.patientId(), patient));
    }

    /** Removes a patient that no account has, and their keys; nothing happens where there is none. */
    public Mono<Void> discard(String patientId) {
        return patients.discard(patientId).then(keyRing.discard(patientId));
    }
}
