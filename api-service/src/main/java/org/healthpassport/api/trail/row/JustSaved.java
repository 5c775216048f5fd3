package org.healthpassport.api.trail.row;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.healthpassport.aggregates.outbox.PendingEvent;
import org.healthpassport.aggregates.outbox.SavedEvents;
import org.healthpassport.api.trail.row.TrailRows.Damaged;
import org.healthpassport.events.Event;
import org.healthpassport.vault.key.SealBroken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The events that this instance saved in the last minute, at most {@value #AT_MOST}. They are durable, and on their way
 * through Kafka; whoever reads a trail makes their rows at once, and so waits for no consumer. The consumer makes the same
 * rows again.
 */
@Component
public final class JustSaved implements SavedEvents {
    private static final Logger log = LoggerFactory.getLogger(JustSaved.class);

    /** About 2 KB each. */
    private static final int AT_MOST = 5_000;

    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final int AT_ONCE = 8;

    private final TrailEvents trail;
    private final Deque<Saved> events = new ArrayDeque<>();
    private @Nullable Long keptSince;

    JustSaved(TrailEvents trail) {
        this.trail = trail;
    }

    @Override
    public void saved(List<PendingEvent> saved) {
        long now = System.nanoTime();
        for (PendingEvent pending : saved) {
            Looks.patientOf(pending.event())
                    .ifPresent(patientId -> add(new Saved(pending.event(), patientId, now, new AtomicBoolean())));
        }
    }

    private synchronized void add(Saved saved) {
        events.addLast(saved);
        while (events.size() > AT_MOST || saved.nanos - events.getFirst().nanos > KEPT_NANOS) {
            keptSince = events.removeFirst().nanos;
        }
    }

    /** The time, by {@link System#nanoTime}, since which everything is still here; null since the start. */
    public synchronized @Nullable Long keptSince() {
        return keptSince;
    }

    /**
     * Makes the rows of everything that was saved about a patient before this is subscribed to.
     *
     * @return refused with {@link TrailRefusal.Behind} if that fails or takes longer than five seconds. Patients whose keys
     *     are broken get no rows; whoever lists them is told
     */
    public Mono<Void> intoTrailOf(String patientId) {
        return Flux.defer(() -> Flux.fromIterable(of(patientId)))
                .flatMap(
                        saved -> trail.put(saved.event, Damaged.STAYS).doOnSuccess(put -> saved.done.set(true)),
                        AT_ONCE)
                .then()
                .timeout(WITHIN)
                .onErrorResume(SealBroken.class, broken -> Mono.empty())
                .onErrorMap(failure -> {
                    log.warn(
                            "Expected to bring a trail up to date, but it failed: {}; it is not shown now",
                            failure.getClass().getName());
                    return new TrailRefusal.Behind().asException();
                });
    }

    private synchronized List<Saved> of(String patientId) {
        return events.stream()
                .filter(saved -> saved.patientId.equals(patientId) && !saved.done.get())
                .toList();
    }

    /** @param done true once its row was made for a reader */
    private record Saved(Event event, String patientId, long nanos, AtomicBoolean done) {}
}
