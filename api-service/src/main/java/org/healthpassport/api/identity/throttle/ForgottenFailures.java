package org.healthpassport.api.identity.throttle;

import java.time.Clock;
import java.time.Duration;
import org.healthpassport.aggregates.sweep.Sweep;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Removes counts of failures that are forgotten, and addresses that are not known any more. Nobody waits for it. */
@Component
final class ForgottenFailures implements Sweep {
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final FailureDocuments documents;
    private final Clock clock;

    ForgottenFailures(FailureDocuments documents, Clock clock) {
        this.documents = documents;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "the forgotten failures";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Mono<Void> sweep() {
        return Mono.defer(() -> documents.removeForgotten(clock.instant()));
    }
}
