package org.healthpassport.api.preparation;

import reactor.core.publisher.Mono;

/** Something that must be done in MongoDB before requests are taken; repeated until it succeeds, so idempotent. */
public interface PreparationStep {
    Mono<Void> prepare();

    /** When it is its turn: after all steps of earlier stages. */
    default Stage stage() {
        return Stage.INDEXES;
    }

    /** The stages, in order. */
    enum Stage {
        SECRETS,
        INDEXES,
        DATA
    }
}
