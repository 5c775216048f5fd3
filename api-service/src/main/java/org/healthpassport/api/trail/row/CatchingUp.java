package org.healthpassport.api.trail.row;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.healthpassport.aggregates.outbox.OutboxRelay;
import org.healthpassport.api.trail.row.TrailRows.Damaged;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.bus.history.Backlog;
import org.healthpassport.bus.history.TopicHistory;
import org.healthpassport.events.Event;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Knows up to when the trails have everything that any instance saved. An event is in the outbox, or in Kafka before the
 * offset of its consumer, or in Kafka behind it, or has its row. So once a second, on a thread of its own, the rows of the
 * outbox are made, and then the consumers must pass the ends that the topics have at that time. What they leave behind for
 * three seconds, as when one of them was killed, is read by this instance itself.
 *
 * <p>The first such round is over before the service is ready, unless Kafka or the store is away.
 */
@Component
public final class CatchingUp implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(CatchingUp.class);

    /** Far longer than a round takes on a busy machine, and within the minute for which {@link JustSaved} keeps events. */
    static final Duration BEHIND_AT_MOST = Duration.ofSeconds(30);

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LEFT_BEHIND_AFTER = Duration.ofSeconds(3);
    /** About 200 rows a second at the least. More are left to the consumers, of which there are several. */
    private static final int RECORDS_AT_MOST = 20_000;
    /** Documents with events in each collection of the outbox. There are more only after an outage of Kafka. */
    private static final int WAITING_AT_MOST = 5_000;

    private static final Duration READ_WITHIN = Duration.ofSeconds(30);
    private static final Duration ROWS_WITHIN = Duration.ofSeconds(10);
    private static final int AT_ONCE = 16;
    private static final long STOP_MILLIS = 5_000;
    /** After the preparation of the store, and before the consumers of this instance. */
    private static final int PHASE = DEFAULT_PHASE - 256;

    private final OutboxRelay outbox;
    private final TopicHistory history;
    private final TrailEvents trail;
    private final List<EventSubscription> subscriptions;

    /** Null until the trails were complete for the first time. */
    private volatile @Nullable Long completeUpTo;

    private @Nullable Running running;

    CatchingUp(
            OutboxRelay outbox,
            TopicHistory history,
            TrailEvents trail,
            EventSubscription accessTrailSubscription,
            EventSubscription patientTrailSubscription) {
        this.outbox = outbox;
        this.history = history;
        this.trail = trail;
        this.subscriptions = List.of(accessTrailSubscription, patientTrailSubscription);
    }

    /**
     * Returns if the trails have everything but the last {@link #BEHIND_AT_MOST}; costs nothing.
     *
     * @param since a reading of {@link System#nanoTime}: the caller has what this instance saved after that; null for all
     * @throws org.healthpassport.aggregates.refusal.Refused with {@link TrailRefusal.Behind} if they do not
     */
    public void requireComplete(@Nullable Long since) {
        Long upTo = completeUpTo;
        if (upTo == null || System.nanoTime() - upTo > BEHIND_AT_MOST.toNanos() || since != null && since - upTo > 0) {
            throw new TrailRefusal.Behind().asException();
        }
    }

    /** Returns once the first round is over, however it ended. */
    @Override
    public void start() {
        Running started;
        synchronized (this) {
            if (running != null) {
                return;
            }
            started = new Running();
            running = started;
        }
        started.thread.start();
        try {
            started.firstRound.await();
        } catch (InterruptedException e) {
            started.stop();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        Running stopping;
        synchronized (this) {
            stopping = running;
            running = null;
        }
        if (stopping != null) {
            stopping.stop();
        }
        completeUpTo = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** The rounds from one start of this service to its stop. */
    private final class Running {
        private final Thread thread = new Thread(this::run, "trail-catching-up");
        private final CountDownLatch firstRound = new CountDownLatch(1);
        private final CountDownLatch stopped = new CountDownLatch(1);
        private @Nullable Goal goal;
        private boolean failing;

        Running() {
            thread.setDaemon(true);
        }

        void stop() {
            stopped.countDown();
            thread.interrupt();
            try {
                thread.join(STOP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void run() {
            try {
                do {
                    attempt();
                    firstRound.countDown();
                } while (!stopped.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                firstRound.countDown();
            }
        }

        private void attempt() {
            try {
                round();
                if (failing) {
                    failing = false;
                    log.info("The trails of patients are complete again");
                }
            } catch (RuntimeException failure) { // whatever it is, the next round tries again
                if (!failing && stopped.getCount() > 0) {
                    failing = true;
                    log.warn(
                            "Expected to bring the trails of patients up to date, but it failed: {}; trying again every"
                                    + " second, and they are not shown while they may be incomplete",
                            failure.toString());
                }
            }
        }

        private void round() {
            Goal before = goal;
            Goal now = before == null ? begin() : new Goal(before.since(), history.rest(before.backlog()));
            boolean reached = now.backlog().isEmpty() || isLeftBehind(now) && readByOneself(now.backlog());
            if (reached) {
                completeUpTo = now.since();
            }
            goal = reached ? null : now;
        }

        /** The outbox comes first: an event that it has no more is in Kafka. */
        private Goal begin() {
            long now = System.nanoTime();
            put(outbox.waiting(WAITING_AT_MOST).blockOptional(ROWS_WITHIN).orElseThrow());
            return new Goal(now, history.backlog(subscriptions));
        }

        /** Before the first time, nobody waits for consumers, as those of a process that was killed may still count. */
        private boolean isLeftBehind(Goal unreached) {
            return completeUpTo == null || System.nanoTime() - unreached.since() > LEFT_BEHIND_AFTER.toNanos();
        }

        /** False if that is too much; then the consumers make the rows. */
        private boolean readByOneself(Backlog backlog) {
            if (backlog.records() > RECORDS_AT_MOST) {
                return false;
            }
            long begun = System.nanoTime();
            history.read(backlog, part -> {
                if (stopped.getCount() == 0 || System.nanoTime() - begun > READ_WITHIN.toNanos()) {
                    throw new TransientFailure("Expected to read %d of %d records in time, but it took longer"
                            .formatted(part.all() - part.read(), part.all()));
                }
                put(part.events());
            });
            return true;
        }
    }

    private void put(List<Event> events) {
        Flux.fromIterable(events)
                .flatMap(
                        event -> trail.put(event, Damaged.STAYS)
                                .onErrorResume(TrailEvents::isOfOneEvent, alarmed -> Mono.empty()),
                        AT_ONCE)
                .then()
                .block(ROWS_WITHIN);
    }

    /** Reached once the consumers have handled the backlog: then everything saved before has its row. */
    private record Goal(long since, Backlog backlog) {}
}
