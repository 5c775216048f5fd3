package org.healthpassport.api.patient;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.healthpassport.aggregates.AggregateKind;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.KnownPatients;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** All patients. */
@Component
public final class Patients implements KnownPatients {
    private static final String COLLECTION = "patients";

    private final Aggregates<PatientState> patients;
    private final SubjectKeyRing keyRing;
    private final ReactiveMongoTemplate mongo;

    Patients(AggregateStore store, SubjectKeyRing keyRing, ReactiveMongoTemplate mongo) {
        this.patients = store.of(new AggregateKind<>(
                COLLECTION, "PATIENT", PatientState.class, PatientState::patientId, Set.of(), state -> Map.of()));
        this.keyRing = keyRing;
        this.mongo = mongo;
    }

    /** The patient of a grant; empty if their keys were destroyed. */
    public Mono<Snapshot<PatientState>> find(Grant grant) {
        return patients.find(grant.patientFor(AccessScope.DEMOGRAPHICS));
    }

    /** Changes the patient of a grant, as {@link Aggregates#change}. */
    public Mono<Snapshot<PatientState>> change(
            Grant grant, Function<Snapshot<PatientState>, Decision<PatientState>> decide) {
        return patients.change(grant.patientFor(AccessScope.RECORDS_WRITE), decide);
    }

    @Override
    public Mono<Boolean> exists(String patientId) {
        return patients.exists(patientId);
    }

    /** Saves a new patient with keys of their own. */
    public Mono<Snapshot<PatientState>> create(PatientState patient) {
        return keyRing.create(patient.patientId()).then(patients.create(patient.patientId(), patient));
    }

    /** Removes a patient who has no account, and their keys; for the creator of the patient only. */
    public Mono<Void> discard(String patientId) {
        return patients.discard(patientId).then(keyRing.discard(patientId));
    }

    /** The same for all others: if the patient does not exist yet, it never will. */
    public Mono<Void> giveUp(String patientId) {
        return patients.giveUp(patientId).then(keyRing.discard(patientId));
    }
}
