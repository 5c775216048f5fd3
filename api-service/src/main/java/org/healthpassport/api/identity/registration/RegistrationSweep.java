package org.healthpassport.api.identity.registration;

import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Cleans up now and then after registrations that died half-way. */
@Component
class RegistrationSweep implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(RegistrationSweep.class);

    private static final Duration EVERY = Duration.ofMinutes(10);
    /** A registration gives up after {@link Registering#TIMEOUT}, so none that is this old still runs. */
    private static final Duration OLD = Duration.ofHours(1);

    private final UnfinishedRegistrations unfinished;
    private final Clock clock;
    private volatile Disposable running = Disposables.disposed();

    RegistrationSweep(UnfinishedRegistrations unfinished, Clock clock) {
        this.unfinished = unfinished;
        this.clock = clock;
    }

    @Override
    public void start() {
        running = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> sweep(), 1)
                .subscribe();
    }

    @Override
    public void stop() {
        running.dispose();
    }

    @Override
    public boolean isRunning() {
        return !running.isDisposed();
    }

    /** A failure can wait for the next turn. */
    private Mono<Void> sweep() {
        return Mono.defer(() -> unfinished.sweep(clock.instant().minus(OLD))).onErrorResume(failure -> {
            log.warn(
                    "Unfinished registrations could not be swept: {}",
                    failure.getClass().getName());
            return Mono.empty();
        });
    }
}
