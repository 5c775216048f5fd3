package org.healthpassport.bus.subscription;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Down when a subscription has stopped by itself. Up while Kafka is away, as services take commands meanwhile and catch
 * up later. Up while a record fails for an unknown reason, which is a detail, as all other records are handled.
 */
final class SubscriptionsHealth implements HealthIndicator {
    private final Subscriptions subscriptions;
    private final RetriedRecords retried;

    SubscriptionsHealth(Subscriptions subscriptions, RetriedRecords retried) {
        this.subscriptions = subscriptions;
        this.retried = retried;
    }

    @Override
    public Health health() {
        List<String> stopped = subscriptions.stopped();
        List<String> unexpected = retried.unexpected();
        Health.Builder health = stopped.isEmpty() ? Health.up() : Health.down().withDetail("stopped", stopped);
        return (unexpected.isEmpty() ? health : health.withDetail("unexpected", unexpected)).build();
    }
}
