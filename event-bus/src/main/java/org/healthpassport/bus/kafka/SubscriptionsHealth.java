package org.healthpassport.bus.kafka;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Down when a subscription has stopped by itself. Not when Kafka is away: services take commands meanwhile and catch up
 * by themselves.
 */
final class SubscriptionsHealth implements HealthIndicator {
    private final Subscriptions subscriptions;

    SubscriptionsHealth(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @Override
    public Health health() {
        List<String> stopped = subscriptions.stopped();
        return stopped.isEmpty()
                ? Health.up().build()
                : Health.down().withDetail("stopped", stopped).build();
    }
}
