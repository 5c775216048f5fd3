package org.healthpassport.api.preparation;

import org.healthpassport.aggregates.watch.EventWatch;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * {@code newestEvents} in the readiness group: out of service until links can be served. While Kafka is away, it is unknown when
 * that will be, and the instance is ready for everything else.
 */
@Component
final class NewestEventsHealthIndicator implements ReactiveHealthIndicator {
    private final EventWatch watch;

    NewestEventsHealthIndicator(EventWatch watch) {
        this.watch = watch;
    }

    @Override
    public Mono<Health> health() {
        return Mono.fromSupplier(() -> state().build());
    }

    private Health.Builder state() {
        if (watch.isComplete()) {
            return Health.up();
        }
        return watch.isHeldUp() ? Health.unknown() : Health.outOfService();
    }
}
