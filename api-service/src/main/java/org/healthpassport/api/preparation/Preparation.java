package org.healthpassport.api.preparation;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.util.List;
import org.healthpassport.vault.key.SealBroken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Runs all {@link PreparationStep}s at start, and in the background again and again until all have succeeded. A broken
 * seal ends it, and the start: no waiting makes another key fit.
 */
@Component
public final class Preparation implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Preparation.class);

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(250);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(3);

    private final List<PreparationStep> steps;
    private final ApplicationEventPublisher events;
    private final Scheduler scheduler = Schedulers.newSingle("preparation", true);
    private volatile boolean done;
    private volatile Disposable running = Disposables.disposed();
    private String lastFailure = "";

    Preparation(List<PreparationStep> steps, ApplicationEventPublisher events) {
        this.events = events;
        this.steps = steps.stream().sorted(comparing(PreparationStep::stage)).toList();
    }

    /** Whether requests can be taken. */
    public boolean isDone() {
        return done;
    }

    /**
     * Returns after the first attempt, whether it succeeded or not.
     *
     * @throws SealBroken when the database holds what the keys given do not open
     */
    @Override
    public void start() {
        try {
            attempt().block();
            finish();
        } catch (SealBroken broken) {
            throw broken;
        } catch (RuntimeException failure) { // whatever it is, only trying again can end it
            tell(failure);
            running = attempt()
                    .delaySubscription(FIRST_BACK_OFF, scheduler)
                    .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_BACK_OFF)
                            .maxBackoff(LONGEST_BACK_OFF)
                            .filter(again -> !(again instanceof SealBroken))
                            .doBeforeRetry(retry -> tell(retry.failure())))
                    .subscribe(nothing -> {}, this::giveUp, this::finish);
        }
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

    private Mono<Void> attempt() {
        return Flux.fromIterable(steps)
                .concatMap(step -> step.prepare().subscribeOn(scheduler))
                .then();
    }

    /** Whoever watches over the service starts it again, and that start ends with the reason. */
    private void giveUp(Throwable failure) {
        log.error("The preparation ended; requests are never taken: {}", failure.getMessage());
        AvailabilityChangeEvent.publish(events, this, LivenessState.BROKEN);
    }

    private void finish() {
        done = true;
        log.info("Prepared: requests are taken");
    }

    /** Once for each kind of failure, not once for each attempt. */
    private void tell(Throwable failure) {
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
