package org.healthpassport.api.preparation;

import reactor.core.publisher.Mono;

/** Something that must be done in MongoDB before requests are taken; repeated until it succeeds, so idempotent. */
public interface PreparationStep {
    Mono<Void> prepare();
}
