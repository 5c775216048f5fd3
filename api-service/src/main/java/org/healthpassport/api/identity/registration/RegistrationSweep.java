package org.healthpassport.api.identity.registration;

import java.time.Clock;
import java.time.Duration;
import org.healthpassport.aggregates.sweep.Sweep;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Cleans up after registrations that died half-way. */
@Component
class RegistrationSweep implements Sweep {
    private static final Duration EVERY = Duration.ofMinutes(10);
    /** A registration gives up after {@link Registering#TIMEOUT}; one that stood still for this long is discarded. */
    private static final Duration OLD = Duration.ofHours(1);

    private final UnfinishedRegistrations unfinished;
    private final Clock clock;

    RegistrationSweep(UnfinishedRegistrations unfinished, Clock clock) {
        this.unfinished = unfinished;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "Unfinished registrations";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Mono<Void> sweep() {
        return unfinished.sweep(clock.instant().minus(OLD));
    }
}
