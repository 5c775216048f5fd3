package org.healthpassport.audit.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthpassport.audit.note.Checkpoint;

/**
 * The outcome of checking a log.
 *
 * @param checkpoint the signed checkpoint, empty if its signature does not hold
 * @param discrepancies the first of them, in the order of the log
 * @param more the number of further ones
 */
public record Verdict(Optional<Checkpoint> checkpoint, List<Discrepancy> discrepancies, long more) {
    private static final int MAX_DISCREPANCIES = 100;

    public Verdict {
        discrepancies = List.copyOf(discrepancies);
    }

    /** The verdict with further discrepancies. */
    Verdict with(List<Discrepancy> others) {
        List<Discrepancy> all = new ArrayList<>(discrepancies);
        all.addAll(others);
        return new Verdict(checkpoint, all, more);
    }

    public boolean isGood() {
        return discrepancies.isEmpty();
    }

    static Verdict of(Optional<Checkpoint> checkpoint, List<Discrepancy> discrepancies) {
        return new Verdict(checkpoint, discrepancies, 0);
    }

    /** Counts all discrepancies and keeps the first of them. */
    static final class Discrepancies {
        private final List<Discrepancy> first = new ArrayList<>();
        private long more;

        void add(Discrepancy discrepancy) {
            if (first.size() < MAX_DISCREPANCIES) {
                first.add(discrepancy);
            } else {
                more++;
            }
        }

        Verdict verdict(Checkpoint checkpoint) {
            return new Verdict(Optional.of(checkpoint), first, more);
        }
    }
}
