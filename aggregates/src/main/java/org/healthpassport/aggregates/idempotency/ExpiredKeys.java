package org.healthpassport.aggregates.idempotency;

import java.time.Clock;
import java.time.Duration;
import org.healthpassport.aggregates.sweep.Sweep;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Removes keys that have expired. Nobody waits for it, as a key is looked at for its expiry when it is used. */
@Component
final class ExpiredKeys implements Sweep {
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final KeyDocuments keys;
    private final Clock clock;

    ExpiredKeys(KeyDocuments keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "the expired idempotency keys";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Mono<Void> sweep() {
        return Mono.defer(() -> keys.removeExpired(clock.instant()));
    }
}
