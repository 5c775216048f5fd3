package org.healthpassport.aggregates.waiting;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.healthpassport.aggregates.ConcurrentChanges;
import org.healthpassport.aggregates.sweep.Sweep;
import org.healthpassport.vault.key.SealBroken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/** Asks workers again for work that has waited too long; counts and logs it. */
@Component
public final class WorkerRetrySweep implements Sweep {
    private static final Logger log = LoggerFactory.getLogger(WorkerRetrySweep.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    /** The limit per kind of work and run; the others have to wait for the next run. */
    private static final int AT_MOST = 1_000;

    private final List<WorkerTask> works;
    private final WorkerWaitIndex marks;
    private final MeterRegistry meters;
    private final Clock clock;

    public WorkerRetrySweep(List<WorkerTask> works, WorkerWaitIndex marks, MeterRegistry meters, Clock clock) {
        this.works = works;
        this.marks = marks;
        this.meters = meters;
        this.clock = clock;
        works.forEach(this::driven);
    }

    @Override
    public String what() {
        return "the work that has waited too long";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Mono<Void> sweep() {
        Instant now = clock.instant();
        return Flux.fromIterable(works)
                .concatMap(work -> marks.due(work, now, AT_MOST).concatMap(id -> drive(work, id, now)))
                .then();
    }

    private Mono<Void> drive(WorkerTask work, String id, Instant now) {
        return work.driveAgain(id, now)
                .doOnNext(waiting -> {
                    driven(work).increment();
                    log.warn(
                            "Expected {} of {}, but it has waited since {}; asked the worker again (attempt {}), next at {}",
                            work.name(),
                            id,
                            waiting.since(),
                            waiting.drives(),
                            waiting.driveAt());
                })
                .onErrorResume(WorkerRetrySweep::concernsItAlone, failure -> {
                    log.warn(
                            "Expected to ask the worker again for {} of {}, but it failed: {}",
                            work.name(),
                            id,
                            failure.getClass().getName());
                    return Mono.empty();
                })
                .then();
    }

    /** An unreadable aggregate, or one that changes all the time, must not hold back the others. */
    private static boolean concernsItAlone(Throwable failure) {
        return failure instanceof SealBroken
                || failure instanceof JacksonException
                || failure instanceof ConcurrentChanges;
    }

    private Counter driven(WorkerTask work) {
        return Counter.builder("healthpassport.waiting.driven")
                .description("Number of times that a worker was asked again because work had waited too long")
                .tag("for", work.name())
                .register(meters);
    }
}
