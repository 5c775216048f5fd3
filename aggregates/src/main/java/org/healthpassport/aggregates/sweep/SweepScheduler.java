package org.healthpassport.aggregates.sweep;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs every {@link Sweep} again and again, never the same one twice at once. */
@Component
final class SweepScheduler implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(SweepScheduler.class);

    private final List<Sweep> sweeps;
    private volatile Disposable running = Disposables.disposed();

    SweepScheduler(List<Sweep> sweeps) {
        this.sweeps = sweeps;
    }

    @Override
    public void start() {
        running = Flux.fromIterable(sweeps)
                .flatMap(SweepScheduler::turns, Math.max(1, sweeps.size()))
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

    private static Flux<Void> turns(Sweep sweep) {
        return Flux.interval(sweep.every())
                .onBackpressureDrop()
                .concatMap(tick -> Mono.defer(sweep::sweep).onErrorResume(failure -> tell(sweep, failure)), 1);
    }

    private static Mono<Void> tell(Sweep sweep, Throwable failure) {
        log.warn(
                "Expected to sweep {}, but it failed: {}; trying again in {}",
                sweep.what(),
                failure.getClass().getName(),
                sweep.every());
        return Mono.empty();
    }
}
