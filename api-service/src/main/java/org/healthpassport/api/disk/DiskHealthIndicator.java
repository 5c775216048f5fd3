package org.healthpassport.api.disk;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.vault.space.DiskState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * {@code disk} in the readiness group: the state of each part, and down if one is full. Low is not down: an instance
 * that is taken out of service cannot answer the logins, reads and revocations that still work.
 */
@Component
final class DiskHealthIndicator implements ReactiveHealthIndicator {
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(2);

    private final DiskWatch disks;
    private final ReactiveMongoTemplate mongo;

    DiskHealthIndicator(DiskWatch disks, ReactiveMongoTemplate mongo) {
        this.disks = disks;
        this.mongo = mongo;
    }

    @Override
    public Mono<Health> health() {
        return isStoreFull().map(full -> {
            Map<String, DiskState> states = new TreeMap<>(disks.states());
            if (full) {
                states.put(WatchedPart.STORE, DiskState.FULL);
            }
            return (states.containsValue(DiskState.FULL) ? Health.down() : Health.up())
                    .withDetails(states)
                    .build();
        });
    }

    /**
     * Asks the store, which answers every command with an error after a full disk closed it. A store that is away is no
     * problem of disks.
     */
    private Mono<Boolean> isStoreFull() {
        return mongo.executeCommand(new Document("ping", 1))
                .timeout(ANSWERED_WITHIN)
                .thenReturn(false)
                .onErrorResume(failure -> Mono.just(Failures.kindOf(failure) == FailureKind.STORAGE_FULL));
    }
}
