package org.healthpassport.api.access.decision;

import reactor.core.publisher.Flux;

/** Tells who acts for patients, so that they are told what happens. */
public interface KnownRepresentatives {

    /** The accounts that act for a patient at this moment. */
    Flux<String> accountsActingFor(String patientId);
}
