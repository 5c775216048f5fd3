package org.healthpassport.api.preparation;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;
import reactor.util.retry.Retry.RetrySignal;

/** Runs all {@link PreparationStep}s in the background at start, again and again until all have succeeded. */
@Component
public final class Preparation implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Preparation.class);

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(250);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(3);

    private final List<PreparationStep> steps;
    private final Scheduler scheduler = Schedulers.newSingle("preparation", true);
    private volatile boolean done;
    private volatile Disposable running = Disposables.disposed();
    private String lastFailure = "";

    Preparation(List<PreparationStep> steps) {
        this.steps = steps.stream().sorted(comparing(PreparationStep::stage)).toList();
    }

    /** Whether requests can be taken. */
    public boolean isDone() {
        return done;
    }

    @Override
    public void start() {
        running = Flux.fromIterable(steps)
                .concatMap(step -> step.prepare().subscribeOn(scheduler))
                .then()
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_BACK_OFF)
                        .maxBackoff(LONGEST_BACK_OFF)
                        .doBeforeRetry(this::tell))
                .subscribe(nothing -> {}, failure -> log.error("The preparation ended", failure), this::finish);
    }

    @Override
    public void stop() {
        running.dispose();
        scheduler.dispose();
    }

    @Override
    public boolean isRunning() {
        return !running.isDisposed();
    }

    private void finish() {
        done = true;
        log.info("Prepared: requests are taken");
    }

    /** Once for each kind of failure, not once for each attempt. */
    private void tell(RetrySignal retry) {
        Throwable failure = retry.failure();
        String kind = failure.getClass().getName();
        if (kind.equals(lastFailure)) {
            return;
        }
        lastFailure = kind;
        if (failure instanceof DataAccessResourceFailureException) {
            log.warn("MongoDB is away; no requests are taken until it is back");
        } else {
            log.error("The preparation failed and is tried again; no requests are taken until it succeeds", failure);
        }
    }
}
