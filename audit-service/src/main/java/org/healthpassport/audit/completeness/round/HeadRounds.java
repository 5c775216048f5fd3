package org.healthpassport.audit.completeness.round;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.audit.completeness.emitted.StoredHead;
import org.healthpassport.audit.completeness.emitted.StoredHeads;
import org.healthpassport.audit.completeness.logged.CheckedViews;
import org.healthpassport.audit.completeness.logged.CheckedViews.Verdict;
import org.healthpassport.audit.completeness.logged.LoggedFindings;
import org.healthpassport.audit.completeness.logged.LoggedStream;
import org.healthpassport.audit.completeness.logged.LoggedStreams;
import org.healthpassport.audit.completeness.logged.RestoredEntries;
import org.healthpassport.audit.completeness.round.Joined.Pair;
import org.healthpassport.audit.completeness.round.Suspects.Suspect;
import org.healthpassport.audit.entry.Finding.PutBack;
import org.healthpassport.audit.entry.Finding.PutBack.Kind;
import org.healthpassport.audit.lag.ViewProgress;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.log.write.EventRows;
import org.healthpassport.audit.own.OwnEntries;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.stream.SequenceNumbers;
import org.healthpassport.events.stream.StreamKind;
import org.jspecify.annotations.Nullable;

/**
 * Compares all heads with the log, round after round, whatever the minute of their last change says: somebody who puts an older
 * document back puts its minute back, too. A head that seems to be wrong is read once more, as it may have changed since. For one
 * thread; {@link #last} and {@link #findings} for any.
 */
public final class HeadRounds {
    private static final int PAIRS_AT_ONCE = 1000;
    /** Entries of the log, in thousands, that are read in a step; the rest is read by later ones. */
    private static final int FOLLOWED_AT_ONCE = 20;

    private static final int VERSIONS_EACH_ROUND = 10_000;
    /** A head that claims to have waited since a later time does not wait. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    private final StoredHeads heads;
    private final LoggedStreams logged;
    private final LoggedFindings known;
    private final CheckedViews views;
    private final RestoredEntries restored;
    private final RepeatedEvents repeated;
    private final Suspects suspects;
    private final Noticed noticed;
    private final NewestVersions versions;
    private final LostNumbers lost;
    private final ViewProgress viewProgress;
    private final Generations generations;
    private final Rhythm rhythm;
    private final Pause pause;
    private final Clock clock;
    private volatile @Nullable LastRound last;
    private volatile long findings;
    private long lostByRestore;

    /**
     * @param patience the longest time that an entry may be on its way
     */
    public HeadRounds(
            StoredHeads heads,
            LoggedStreams logged,
            LoggedFindings known,
            CheckedViews views,
            RestoredEntries restored,
            CommittedEntries log,
            EventRows rows,
            OwnEntries own,
            LostNumbers lost,
            ViewProgress viewProgress,
            Generations generations,
            Rhythm rhythm,
            Duration patience,
            Pause pause,
            Clock clock) {
        this.heads = heads;
        this.logged = logged;
        this.known = known;
        this.views = views;
        this.restored = restored;
        this.suspects = new Suspects(patience);
        this.noticed = new Noticed(own, known, clock);
        this.repeated = new RepeatedEvents(log, rows, known, noticed, pause, clock);
        this.versions = new NewestVersions(heads, noticed, VERSIONS_EACH_ROUND);
        this.lost = lost;
        this.viewProgress = viewProgress;
        this.generations = generations;
        this.rhythm = rhythm;
        this.pause = pause;
        this.clock = clock;
    }

    /** The last round that was finished; empty before the first one. */
    public Optional<LastRound> last() {
        return Optional.ofNullable(last);
    }

    /** The number of findings in the log, as of the last round. */
    public long findings() {
        return findings;
    }

    /** Does what is due: a round, or what the last round left. */
    public void step() throws IOException {
        Generation generation = generations.current();
        noticed.settle(generation);
        long position = generations.position(generation);
        follow(position);
        judgeSuspects(generation);
        if (rhythm.isDue(clock.instant(), position)) {
            run(generation, position);
        }
    }

    private void run(Generation generation, long position) throws IOException {
        Instant begun = clock.instant();
        rhythm.begin(begun);
        lostByRestore = 0;
        follow(position);
        repeated.compareRows(generation, position);
        CheckedViews.Pass pass = views.begin(generation, position);
        versions.beginRound();
        for (StreamKind kind : StreamKind.values()) {
            compare(generation, kind, pass);
        }
        versions.endRound();
        pass.readFindings();
        repeated.tell(generation);
        // A generation that was replaced meanwhile may be dropped already.
        if (generations.current().equals(generation)) {
            if (pass.verdict() == Verdict.CHANGED) {
                noticed.note(generation, new PutBack(Kind.VIEW_CHANGED, "auditViews", "" + generation.number(), 0, 0));
                generations.request();
            }
            findings = known.count(generation);
            Instant ended = clock.instant();
            Duration length = Duration.between(begun, ended);
            last = new LastRound(ended, length, rhythm.end(begun, length, position), restored.latest(), lostByRestore);
        }
    }

    private void follow(long position) throws IOException {
        for (int i = 0; i < FOLLOWED_AT_ONCE; i++) {
            Instant begun = clock.instant();
            if (!views.follow(position)) {
                return;
            }
            pauseAfter(begun);
        }
    }

    private void compare(Generation generation, StreamKind kind, CheckedViews.Pass pass) throws IOException {
        try (CheckedViews.Streams streams = pass.streams(kind)) {
            if (kind.isOfProducers()) {
                // A producer's documents are removed once they are sent, so they say nothing about what is in the log.
                judge(generation, kind, new Joined(List::of, streams::next));
            } else {
                try (StoredHeads.Heads all = heads.all(kind)) {
                    judge(generation, kind, new Joined(all::next, streams::next));
                }
            }
        }
    }

    private void judge(Generation generation, StreamKind kind, Joined joined) throws IOException {
        Instant begun = clock.instant();
        List<Pair> pairs = joined.next(PAIRS_AT_ONCE);
        while (!pairs.isEmpty()) {
            Set<String> lost = new HashSet<>();
            judgeTwice(generation, pairs, lost);
            if (!kind.isOfProducers()) {
                judgeHeads(generation, kind, pairs, lost);
            }
            lostByRestore += lost.size();
            if (kind.hasKeys()) {
                judgeKeys(generation, kind, pairs);
            }
            if (kind == StreamKind.RECORDS) {
                versions.judge(generation, pairs);
            }
            pauseAfter(begun);
            begun = clock.instant();
            pairs = joined.next(PAIRS_AT_ONCE);
        }
    }

    /** @param lost takes the ids of those that a restore explains: the number was lost, and given again */
    private void judgeTwice(Generation generation, List<Pair> pairs, Set<String> lost) throws IOException {
        List<LoggedStream> streams = pairs.stream()
                .map(Pair::stream)
                .filter(Objects::nonNull)
                .filter(stream -> !stream.twice().isEmpty())
                .toList();
        RestoredEntries.Answer again = restored.of(streams, pause::after);
        for (LoggedStream stream : streams) {
            for (long number : stream.twice()) {
                if (again.has(stream, SequenceNumbers.of(number, number))) {
                    lost.add(StreamKind.idOf(stream.name()));
                } else {
                    repeated.suspect(generation, stream.name(), number);
                }
            }
        }
    }

    /** @param lost takes the ids of those that a restore explains */
    private void judgeHeads(Generation generation, StreamKind kind, List<Pair> pairs, Set<String> lost)
            throws IOException {
        List<Pair> doubtful = new ArrayList<>();
        for (Pair pair : pairs) {
            StoredHead head = pair.head();
            SequenceNumbers numbers = numbers(pair);
            long lastEmitted = head == null ? 0 : head.last();
            if (lastEmitted < numbers.last()
                    || head == null
                    || (numbers.isEmpty() && lastEmitted == 0 && !kind.beginsSilently())) {
                doubtful.add(pair);
            }
            if (head != null) {
                SequenceNumbers missing =
                        notWaiting(head, SequenceNumbers.upTo(lastEmitted).minus(numbers));
                if (!missing.isEmpty()) {
                    suspects.add(new Suspect(kind, pair.id(), missing, clock.instant()));
                }
            }
        }
        Map<String, StoredHead> now = doubtful.isEmpty()
                ? Map.of()
                : heads.now(kind, doubtful.stream().map(Pair::id).toList());
        RestoredEntries.Answer again = restored.of(
                doubtful.stream().map(Pair::stream).filter(Objects::nonNull).toList(), pause::after);
        for (Pair pair : doubtful) {
            StoredHead head = now.get(pair.id());
            if (isLostByRestore(pair, head, again)) {
                lost.add(pair.id());
            } else {
                judgeAgain(generation, kind, pair, head);
            }
        }
    }

    /** The aggregate was made after the backup, or all that it lacks was. */
    private static boolean isLostByRestore(Pair pair, @Nullable StoredHead head, RestoredEntries.Answer again) {
        LoggedStream stream = pair.stream();
        if (stream == null || stream.numbers().isEmpty()) {
            return false;
        }
        if (head == null) {
            return again.isWhole(stream);
        }
        SequenceNumbers above = stream.numbers().minus(SequenceNumbers.upTo(Math.max(0, head.last())));
        return !above.isEmpty() && again.has(stream, above);
    }

    private void judgeAgain(Generation generation, StreamKind kind, Pair pair, @Nullable StoredHead head)
            throws IOException {
        SequenceNumbers numbers = numbers(pair);
        if (head == null) {
            if (!numbers.isEmpty()) {
                noticed.note(generation, Kind.AGGREGATE_GONE, kind, pair.id(), 1, numbers.last());
            }
        } else if (head.last() < numbers.last()) {
            noticed.note(
                    generation, Kind.AGGREGATE_BEHIND, kind, pair.id(), Math.max(0, head.last()) + 1, numbers.last());
        } else if (numbers.isEmpty() && head.last() <= 0 && !kind.beginsSilently()) {
            noticed.note(generation, Kind.AGGREGATE_UNKNOWN, kind, pair.id(), 0, 0);
        }
    }

    /** Keys are made before an account or patient, and destroyed after it. */
    private void judgeKeys(Generation generation, StreamKind kind, List<Pair> pairs) throws IOException {
        List<String> ids = pairs.stream()
                .filter(pair -> pair.head() != null && pair.head().whole())
                .map(Pair::id)
                .toList();
        if (ids.isEmpty()) {
            return;
        }
        Set<String> found = heads.withKeys(ids);
        List<String> without = ids.stream().filter(id -> !found.contains(id)).toList();
        if (!without.isEmpty()) {
            for (String id : heads.now(kind, without).keySet()) {
                noticed.note(generation, Kind.KEYS_GONE, kind, id, 0, 0);
            }
        }
    }

    private void judgeSuspects(Generation generation) throws IOException {
        if (suspects.isEmpty()) {
            return;
        }
        // Read before the log, so that the views have at least that much.
        Instant caughtUpTo = viewProgress.caughtUpTo();
        Map<StreamKind, List<Suspect>> due = new EnumMap<>(StreamKind.class);
        for (Suspect suspect : suspects.takeDue(clock.instant(), caughtUpTo)) {
            due.computeIfAbsent(suspect.kind(), kind -> new ArrayList<>()).add(suspect);
        }
        for (Map.Entry<StreamKind, List<Suspect>> ofKind : due.entrySet()) {
            judgeSuspects(generation, ofKind.getKey(), ofKind.getValue());
        }
    }

    private void judgeSuspects(Generation generation, StreamKind kind, List<Suspect> due) throws IOException {
        Map<String, StoredHead> now =
                heads.now(kind, due.stream().map(Suspect::id).toList());
        Map<String, SequenceNumbers> numbers =
                logged.of(generation, due.stream().map(Suspect::stream).toList());
        for (Suspect suspect : due) {
            StoredHead head = now.get(suspect.id());
            SequenceNumbers arrived = numbers.getOrDefault(suspect.stream(), SequenceNumbers.NONE);
            SequenceNumbers missing = suspect.numbers().minus(arrived);
            if (head == null || missing.isEmpty() || head.last() < missing.last()) {
                continue;
            }
            SequenceNumbers gone = missing.and(
                    notWaiting(head, SequenceNumbers.upTo(head.last()).minus(arrived)));
            if (!gone.isEmpty()) {
                lost.add(suspect.stream(), gone);
                if (arrived.isEmpty()) {
                    noticed.note(generation, Kind.AGGREGATE_UNKNOWN, kind, suspect.id(), 1, head.last());
                }
            }
        }
    }

    private SequenceNumbers notWaiting(StoredHead head, SequenceNumbers missing) {
        boolean waits = head.waitingSince()
                .filter(since -> since.isBefore(clock.instant().plus(CLOCK_TOLERANCE)))
                .isPresent();
        return waits ? missing.minus(missing.runUpTo(head.last())) : missing;
    }

    private static SequenceNumbers numbers(Pair pair) {
        LoggedStream stream = pair.stream();
        return stream == null ? SequenceNumbers.NONE : stream.numbers();
    }

    private void pauseAfter(Instant begun) throws IOException {
        pause.after(Duration.between(begun, clock.instant()));
    }
}
