package org.healthpassport.audit.completeness.round;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.audit.stream.SequenceNumbers;
import org.healthpassport.events.stream.StreamKind;

/** Heads with numbers that the log does not have. Most of these are on their way. For one thread. */
final class Suspects {
    /** By how much the clocks of two instances may differ. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);
    /** The next rounds find the rest. */
    private static final int MOST = 10_000;

    private final Duration patience;
    private final Map<String, Suspect> suspects = new LinkedHashMap<>();

    /** @param patience the longest time that a number may be on its way */
    Suspects(Duration patience) {
        this.patience = patience;
    }

    /** @param seen after the numbers were emitted */
    record Suspect(StreamKind kind, String id, SequenceNumbers numbers, Instant seen) {
        String stream() {
            return kind.stream(id);
        }
    }

    boolean isEmpty() {
        return suspects.isEmpty();
    }

    void add(Suspect suspect) {
        if (suspects.size() < MOST) {
            suspects.putIfAbsent(suspect.stream(), suspect);
        }
    }

    /**
     * Removes and returns those whose time is up.
     *
     * @param caughtUpTo entries that were sent before it cannot be on their way any more
     */
    List<Suspect> takeDue(Instant now, Instant caughtUpTo) {
        List<Suspect> due = new ArrayList<>();
        for (Suspect suspect : suspects.values()) {
            if (!now.isBefore(suspect.seen().plus(patience))
                    && !caughtUpTo.isBefore(suspect.seen().plus(CLOCK_TOLERANCE))) {
                due.add(suspect);
            }
        }
        due.forEach(suspect -> suspects.remove(suspect.stream()));
        return due;
    }
}
