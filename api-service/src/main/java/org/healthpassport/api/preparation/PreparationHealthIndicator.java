package org.healthpassport.api.preparation;

import org.healthpassport.aggregates.preparation.Preparation;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code preparation} in the readiness group: out of service until the preparation is done. */
@Component
final class PreparationHealthIndicator implements ReactiveHealthIndicator {
    private final Preparation preparation;

    PreparationHealthIndicator(Preparation preparation) {
        this.preparation = preparation;
    }

    @Override
    public Mono<Health> health() {
        return Mono.fromSupplier(() -> (preparation.isDone() ? Health.up() : Health.outOfService()).build());
    }
}
