package org.healthpassport.audit.completeness.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.audit.stream.SequenceNumbers;

/**
 * Numbers that were sent and are not in the log. Most of them are on their way. A number is missing if it is still not there
 * when the log and the views have everything from the time at which it was first seen.
 */
final class MissingCandidates {
    /** By how much the clocks of two instances may differ. */
    static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    private static final int MOST_TIMES = 60;

    private final Duration patience;
    private Map<String, List<Candidate>> candidates = new HashMap<>();

    /** @param patience the longest time that a number may be on its way */
    MissingCandidates(Duration patience) {
        this.patience = patience;
    }

    /** Numbers that were all seen at the same time, after they were sent. */
    private record Candidate(SequenceNumbers numbers, Instant seen) {}

    /**
     * Returns those of the numbers found now whose time is up; the others are kept as candidates.
     *
     * @param now not before anything was found
     * @param caughtUpTo entries that were sent before it cannot be on their way any more
     */
    Map<String, SequenceNumbers> overdue(Map<String, SequenceNumbers> found, Instant now, Instant caughtUpTo) {
        Map<String, SequenceNumbers> missing = new HashMap<>();
        Map<String, List<Candidate>> next = new HashMap<>();
        found.forEach((stream, numbers) -> {
            List<Candidate> waiting = new ArrayList<>();
            SequenceNumbers fresh = numbers;
            for (Candidate before : candidates.getOrDefault(stream, List.of())) {
                SequenceNumbers still = before.numbers().and(fresh);
                fresh = fresh.minus(still);
                if (still.isEmpty()) {
                    continue;
                }
                if (isUp(before.seen(), now, caughtUpTo)) {
                    missing.merge(stream, still, SequenceNumbers::plus);
                } else {
                    waiting.add(new Candidate(still, before.seen()));
                }
            }
            if (!fresh.isEmpty()) {
                // Limits the memory for streams that stay incomplete: the newest candidates are joined.
                SequenceNumbers together = waiting.size() < MOST_TIMES
                        ? fresh
                        : fresh.plus(waiting.remove(MOST_TIMES - 1).numbers());
                waiting.add(new Candidate(together, now));
            }
            next.put(stream, waiting);
        });
        candidates = next;
        return missing;
    }

    private boolean isUp(Instant seen, Instant now, Instant caughtUpTo) {
        return !now.isBefore(seen.plus(patience)) && !caughtUpTo.isBefore(seen.plus(CLOCK_TOLERANCE));
    }
}
