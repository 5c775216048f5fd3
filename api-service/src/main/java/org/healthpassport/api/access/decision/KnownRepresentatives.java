package org.healthpassport.api.access.decision;

import java.time.Instant;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells who acts for patients: they are told what happens, and named to each other. */
public interface KnownRepresentatives {

    /** The accounts that act for a patient at this moment, and may do this. */
    Flux<String> accountsActingFor(String patientId, AccessScope scope);

    /** True if an account took the passport over, or began to act for the patient, only after that time. */
    Mono<Boolean> cameAfter(Instant time, String patientId, String accountId);

    /** The names of all who act for a patient or did, by their accounts, as they were when they began. */
    Mono<Map<String, String>> namesOf(String patientId);
}
