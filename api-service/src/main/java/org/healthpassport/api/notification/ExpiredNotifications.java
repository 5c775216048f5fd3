package org.healthpassport.api.notification;

import java.time.Clock;
import java.time.Duration;
import org.healthpassport.aggregates.sweep.Sweep;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Removes notifications whose time is over. */
@Component
final class ExpiredNotifications implements Sweep {
    private static final Duration EVERY = Duration.ofHours(1);

    private final Notifications notifications;
    private final Clock clock;

    ExpiredNotifications(Notifications notifications, Clock clock) {
        this.notifications = notifications;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "the expired notifications";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Mono<Void> sweep() {
        return Mono.defer(() -> notifications.removeExpired(clock.instant()));
    }
}
