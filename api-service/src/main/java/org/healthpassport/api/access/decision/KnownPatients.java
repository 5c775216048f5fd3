package org.healthpassport.api.access.decision;

import reactor.core.publisher.Mono;

/** Says which patients there are, so that a refusal is recorded for those, and made-up ids are not. */
public interface KnownPatients {
    Mono<Boolean> exists(String patientId);
}
