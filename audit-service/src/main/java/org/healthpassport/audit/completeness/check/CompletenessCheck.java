package org.healthpassport.audit.completeness.check;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.audit.completeness.check.MissingEntries.Check;
import org.healthpassport.audit.completeness.check.MissingEntries.Lost;
import org.healthpassport.audit.completeness.emitted.ChangeMinute;
import org.healthpassport.audit.completeness.emitted.EmittedStream;
import org.healthpassport.audit.completeness.emitted.EmittedStreams;
import org.healthpassport.audit.completeness.emitted.OverdueWork;
import org.healthpassport.audit.completeness.logged.LoggedStreams;
import org.healthpassport.audit.completeness.round.LostNumbers;
import org.healthpassport.audit.lag.ViewProgress;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.stream.SequenceNumbers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the entries that were emitted since the last check with the log, and names those that are missing. An entry is not
 * missing while it waits to be sent, while the writer is behind, or in its first seconds. An entry that arrives later is not
 * missing any more. For one thread.
 */
final class CompletenessCheck {
    private static final Logger log = LoggerFactory.getLogger(CompletenessCheck.class);
    /** More at once means that the log itself is lost; then the next checks find the rest. */
    private static final int MOST_STREAMS = 10_000;
    /** In normal operation the log and the views are never this far behind. */
    private static final Duration DELAYED_AFTER = Duration.ofMinutes(1);

    private final EmittedStreams emitted;
    private final LoggedStreams logged;
    private final MissingEntries missing;
    private final StuckStreams stuck;
    private final OverdueWork owed;
    private final MissingCandidates candidates;
    private final LostNumbers lost;
    private final ViewProgress viewProgress;
    private final Generations generations;
    private final Clock clock;
    private volatile long missingCount;
    private volatile int stuckCount;
    private volatile boolean delayed = true;
    private volatile Instant checkedAt;

    CompletenessCheck(
            EmittedStreams emitted,
            LoggedStreams logged,
            MissingEntries missing,
            StuckStreams stuck,
            OverdueWork owed,
            MissingCandidates candidates,
            LostNumbers lost,
            ViewProgress viewProgress,
            Generations generations,
            Clock clock) {
        this.emitted = emitted;
        this.logged = logged;
        this.missing = missing;
        this.stuck = stuck;
        this.owed = owed;
        this.candidates = candidates;
        this.lost = lost;
        this.viewProgress = viewProgress;
        this.generations = generations;
        this.clock = clock;
        this.checkedAt = clock.instant();
    }

    /** The number of missing entries, as of the last check. */
    long missingCount() {
        return missingCount;
    }

    /** The number of stuck streams, as of the last check: at most 1000 that wait to be sent, and 1000 that wait for a worker. */
    int stuckCount() {
        return stuckCount;
    }

    /** Tells whether the log was too far behind to be checked, as of the last check. */
    boolean isDelayed() {
        return delayed;
    }

    /** The time since the last check; before the first one, since the start. */
    Duration age() {
        return Duration.between(checkedAt, clock.instant());
    }

    void run() throws IOException {
        // Read before the views, so that they have at least that much.
        Instant caughtUpTo = viewProgress.caughtUpTo();
        new Pass(clock.instant(), caughtUpTo).run();
    }

    /** One pass over the changed streams. */
    private final class Pass {
        private final Instant now;
        private final Instant caughtUpTo;
        private final Generation generation;
        private final Map<String, List<Lost>> known = new HashMap<>();
        private final Map<String, SequenceNumbers> found = new HashMap<>();
        private final Set<String> waiting = new HashSet<>();
        private final UnsentStreams toBeSent;
        private String accountedFor;

        Pass(Instant now, Instant caughtUpTo) throws IOException {
            this.now = now;
            this.caughtUpTo = caughtUpTo;
            this.generation = generations.current();
            this.accountedFor = ChangeMinute.of(now);
            this.toBeSent = UnsentStreams.of(emitted, stuck, now);
        }

        void run() throws IOException {
            clearArrived();
            nameLost();
            Optional<List<String>> minutes =
                    missing.lastCheck().flatMap(last -> ChangeMinute.between(last.minute(), now));
            emitted.forEach(minutes, this::compare);
            compare(toBeSent.all());
            compare(toBeSent.released(now));
            findGaps();
            if (!generations.current().equals(generation)) {
                // The generation may have been dropped meanwhile; the next check uses the new one.
                return;
            }
            for (Map.Entry<String, SequenceNumbers> stream :
                    candidates.overdue(found, clock.instant(), caughtUpTo).entrySet()) {
                name(stream.getKey(), stream.getValue());
            }
            missingCount = known.values().stream()
                    .flatMap(List::stream)
                    .mapToLong(lost -> lost.numbers().count())
                    .sum();
            delayed = caughtUpTo.isBefore(now.minus(DELAYED_AFTER));
            missing.checked(new Check(accountedFor, now, delayed));
            stuckCount = toBeSent.stuckCount()
                    + owed.waiting(now, UnsentStreams.MOST_STUCK).size();
            checkedAt = now;
        }

        private void clearArrived() throws IOException {
            Map<String, List<Lost>> before = missing.all();
            Map<String, SequenceNumbers> numbers = logged.of(generation, before.keySet());
            for (Map.Entry<String, List<Lost>> stream : before.entrySet()) {
                SequenceNumbers arrived = numbers.getOrDefault(stream.getKey(), SequenceNumbers.NONE);
                List<Lost> left = stream.getValue().stream()
                        .flatMap(lost -> lost.without(arrived).stream())
                        .toList();
                if (!left.equals(stream.getValue())) {
                    missing.put(stream.getKey(), left);
                }
                if (!left.isEmpty()) {
                    known.put(stream.getKey(), left);
                }
            }
        }

        /** A round has waited for them already. */
        private void nameLost() throws IOException {
            Map<String, SequenceNumbers> found = lost.take();
            Map<String, SequenceNumbers> arrived = logged.of(generation, found.keySet());
            for (Map.Entry<String, SequenceNumbers> stream : found.entrySet()) {
                SequenceNumbers left = stream.getValue()
                        .minus(arrived.getOrDefault(stream.getKey(), SequenceNumbers.NONE))
                        .minus(known(stream.getKey()));
                if (!left.isEmpty()) {
                    name(stream.getKey(), left);
                }
            }
        }

        private void compare(Collection<EmittedStream> streams) throws IOException {
            Map<String, SequenceNumbers> numbers = logged.of(
                    generation, streams.stream().map(EmittedStream::id).toList());
            for (EmittedStream part : streams) {
                EmittedStream stream = toBeSent.whole(part);
                SequenceNumbers accounted =
                        numbers.getOrDefault(stream.id(), SequenceNumbers.NONE).plus(known(stream.id()));
                SequenceNumbers open = SequenceNumbers.upTo(stream.last()).minus(accounted);
                SequenceNumbers lost = stream.notExplainedByWaiting(open);
                // A stuck stream is checked each time anyway; it must not make every check cover everything since.
                stream.openSince(toBeSent.isStuck(stream.id()) ? accounted.plus(open.minus(lost)) : accounted)
                        .filter(minute -> minute.compareTo(accountedFor) < 0)
                        .ifPresent(minute -> accountedFor = minute);
                if (!stream.pending().isEmpty()) {
                    waiting.add(stream.id());
                }
                noteCandidate(stream.id(), lost);
                toBeSent.settle(stream.id(), accounted);
            }
        }

        /** Finds gaps that the log shows by itself: a number that is there after one that is not. */
        private void findGaps() throws IOException {
            logged.withGaps(generation, MOST_STREAMS).forEach((stream, numbers) -> {
                if (!found.containsKey(stream) && !waiting.contains(stream)) {
                    noteCandidate(
                            stream,
                            SequenceNumbers.upTo(numbers.last()).minus(numbers).minus(known(stream)));
                }
            });
        }

        private void noteCandidate(String stream, SequenceNumbers numbers) {
            if (!numbers.isEmpty() && (found.size() < MOST_STREAMS || found.containsKey(stream))) {
                found.merge(stream, numbers, SequenceNumbers::plus);
            }
        }

        private void name(String stream, SequenceNumbers numbers) throws IOException {
            List<Lost> lost = new ArrayList<>(known.getOrDefault(stream, List.of()));
            numbers.ranges().forEach(range -> lost.add(new Lost(stream, range.from(), range.to(), now)));
            missing.put(stream, lost);
            known.put(stream, lost);
            numbers.ranges()
                    .forEach(range -> log.error(
                            "Expected entries {} to {} of stream {} in the audit log, but they are missing",
                            range.from(),
                            range.to(),
                            stream));
        }

        private SequenceNumbers known(String stream) {
            return known.getOrDefault(stream, List.of()).stream()
                    .map(Lost::numbers)
                    .reduce(SequenceNumbers.NONE, SequenceNumbers::plus);
        }
    }
}
