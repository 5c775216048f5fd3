package org.healthpassport.aggregates.preparation;

import reactor.core.publisher.Mono;

/** A step that must succeed in MongoDB before requests are taken; repeated until it does, so it must be idempotent. */
public interface PreparationStep {
    Mono<Void> prepare();

    /** The stage of this step: it runs after all steps of earlier stages. */
    default Stage stage() {
        return Stage.INDEXES;
    }

    /** The stages, in order. */
    enum Stage {
        SECRETS,
        INDEXES,
        RESTORE,
        DATA
    }
}
