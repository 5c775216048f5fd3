package org.healthpassport.api.trail.rebuild;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.trail.rebuild.Rebuild.State;
import org.healthpassport.api.trail.row.AuditorsLookUps;
import org.healthpassport.api.trail.row.Looks;
import org.healthpassport.api.trail.row.TrailEvents;
import org.healthpassport.api.trail.row.TrailRows.Damaged;
import org.healthpassport.bus.history.TopicHistory;
import org.healthpassport.bus.history.TopicHistory.Part;
import org.healthpassport.events.Event;
import org.healthpassport.events.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Makes the rows of all events that Kafka still has once more, on a thread of its own. Rows that are as they should be stay
 * untouched, so it can run at any time, beside the consumers. The rows of auditors' requests come out of the audit log, which
 * is followed from its beginning again.
 *
 * <pre>
 *   POST --> begun (one at a time) --> recorded --> 202
 *                                          |
 *                                          +--> part of the topics --> rows --> progress --> next part ... --> DONE
 * </pre>
 */
@Component
class Rebuilding {
    private static final Logger log = LoggerFactory.getLogger(Rebuilding.class);

    private static final Set<Topics> TOPICS = Set.of(Topics.ACCESS, Topics.PATIENT);
    /** Leaves room for the service beside it. */
    private static final int AT_ONCE = 16;

    private static final Duration PART_WITHIN = Duration.ofSeconds(30);
    private static final Duration STATE_WITHIN = Duration.ofSeconds(10);

    private final Rebuilds rebuilds;
    private final TopicHistory history;
    private final TrailEvents trail;
    private final AuditorsLookUps lookUps;
    private final AccessLog accessLog;
    private final Ids ids;
    private final Clock clock;
    private final Scheduler thread;

    Rebuilding(
            Rebuilds rebuilds,
            TopicHistory history,
            TrailEvents trail,
            AuditorsLookUps lookUps,
            AccessLog accessLog,
            Ids ids,
            Clock clock,
            Scheduler trailRebuildScheduler) {
        this.rebuilds = rebuilds;
        this.history = history;
        this.trail = trail;
        this.lookUps = lookUps;
        this.accessLog = accessLog;
        this.ids = ids;
        this.clock = clock;
        this.thread = trailRebuildScheduler;
    }

    /** Starts a rebuild, once that is recorded; fails with {@link RebuildRefusal.AlreadyRunning} if one is running. */
    Mono<Rebuild> start() {
        return Mono.defer(() -> rebuilds.begin(Rebuild.started(ids.next(), now())))
                .flatMap(begun -> accessLog
                        .record(new Access.TrailRebuild(begun.id()))
                        .onErrorResume(failure -> rebuilds.update(begun.ended(State.FAILED, now()))
                                .then(Mono.error(failure)))
                        .then(Mono.fromRunnable(() -> thread.schedule(() -> run(begun))))
                        .thenReturn(begun));
    }

    /** Empty if there never was one. */
    Mono<Rebuild> newest() {
        return rebuilds.newest().map(found -> found.seenAt(clock.instant()));
    }

    private void run(Rebuild begun) {
        Running running = new Running(begun);
        try {
            lookUps.begin().timeout(STATE_WITHIN).block();
            history.read(TOPICS, Looks.types(), part -> running.rebuild = write(part, running.rebuild));
            keep(running.rebuild.ended(State.DONE, now()));
            log.info(
                    "The trails of patients were rebuilt: {}",
                    running.rebuild.progress().words());
        } catch (RuntimeException failure) { // whatever it is, the administrator must see that it ended
            log.error(
                    "Expected to rebuild the trails of patients, but it failed ({}); start it again",
                    running.rebuild.progress().words(),
                    failure);
            end(running.rebuild);
        }
    }

    private void end(Rebuild failed) {
        try {
            keep(failed.ended(State.FAILED, now()));
        } catch (RuntimeException unknown) { // the store may be what failed
            log.warn("Expected to keep the end of the rebuild, but it failed; it will show as interrupted");
        }
    }

    private Rebuild write(Part part, Rebuild before) {
        RebuildProgress reached = Flux.fromIterable(part.events())
                .flatMap(this::write, AT_ONCE)
                .reduce(Written.NOTHING, Written::and)
                .map(written -> written.after(before.progress(), part))
                .timeout(PART_WITHIN)
                .block();
        Rebuild after = before.at(reached == null ? before.progress() : reached, now());
        keep(after);
        return after;
    }

    private Mono<Written> write(Event event) {
        return trail.put(event, Damaged.IS_REPLACED)
                .map(written -> written ? Written.ONE : Written.NOTHING)
                .onErrorResume(TrailEvents::isOfOneEvent, failure -> Mono.just(Written.LEFT_OUT));
    }

    private void keep(Rebuild rebuild) {
        if (!Boolean.TRUE.equals(rebuilds.update(rebuild).timeout(STATE_WITHIN).block())) {
            throw new IllegalStateException("Expected to be the newest rebuild, but another one has begun");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The rebuild as far as it is, on the thread that runs it. */
    private static final class Running {
        private Rebuild rebuild;

        Running(Rebuild begun) {
            this.rebuild = begun;
        }
    }

    private record Written(int rows, int leftOut) {
        static final Written NOTHING = new Written(0, 0);
        static final Written ONE = new Written(1, 0);
        static final Written LEFT_OUT = new Written(0, 1);

        Written and(Written other) {
            return new Written(rows + other.rows, leftOut + other.leftOut);
        }

        RebuildProgress after(RebuildProgress before, Part part) {
            return new RebuildProgress(
                    part.read(), part.all(), before.written() + rows, before.leftOut() + leftOut + part.malformed());
        }
    }
}
