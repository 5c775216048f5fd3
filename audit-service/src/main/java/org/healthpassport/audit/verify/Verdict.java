package org.healthpassport.audit.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthpassport.audit.note.Checkpoint;

/**
 * The outcome of checking a log.
 *
 * @param checkpoint what the log signed, empty if its signature does not hold
 * @param findings the first of them, in the order of the log
 * @param more how many further ones there were
 */
public record Verdict(Optional<Checkpoint> checkpoint, List<Discrepancy> findings, long more) {
    private static final int MAX_FINDINGS = 100;

    public Verdict {
        findings = List.copyOf(findings);
    }

    public boolean isGood() {
        return findings.isEmpty();
    }

    static Verdict of(Optional<Checkpoint> checkpoint, List<Discrepancy> findings) {
        return new Verdict(checkpoint, findings, 0);
    }

    /** Gathers findings without bound on their number, but on what is kept. */
    static final class Findings {
        private final List<Discrepancy> first = new ArrayList<>();
        private long more;

        void add(Discrepancy finding) {
            if (first.size() < MAX_FINDINGS) {
                first.add(finding);
            } else {
                more++;
            }
        }

        Verdict verdict(Checkpoint checkpoint) {
            return new Verdict(Optional.of(checkpoint), first, more);
        }
    }
}
