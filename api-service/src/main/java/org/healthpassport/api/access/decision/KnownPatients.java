package org.healthpassport.api.access.decision;

import reactor.core.publisher.Mono;

/** Tells which patients exist, so that refusals about them are recorded, and made-up ids are not. */
public interface KnownPatients {
    Mono<Boolean> exists(String patientId);
}
