package org.healthpassport.api.access.decision;

import reactor.core.publisher.Flux;

/** Tells who acts for patients, so that they are told what happens. */
public interface KnownRepresentatives {

    /** The accounts that act for a patient at this moment, and may do this. */
    Flux<String> accountsActingFor(String patientId, AccessScope scope);
}
