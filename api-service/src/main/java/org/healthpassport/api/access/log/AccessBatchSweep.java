package org.healthpassport.api.access.log;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Removes the batches that Kafka has, every minute. */
@Component
final class AccessBatchSweep implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(AccessBatchSweep.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final AccessBatches batches;
    private volatile Disposable running = Disposables.disposed();

    AccessBatchSweep(AccessBatches batches) {
        this.batches = batches;
    }

    @Override
    public void start() {
        running = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> batches.sweep().onErrorResume(this::tryAgainLater), 1)
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
    private Mono<Void> tryAgainLater(Throwable failure) {
        log.warn("Access batches could not be swept: {}", failure.getClass().getName());
        return Mono.empty();
    }
}
