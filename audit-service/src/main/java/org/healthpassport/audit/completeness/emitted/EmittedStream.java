package org.healthpassport.audit.completeness.emitted;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.healthpassport.audit.completeness.SequenceNumbers;

/**
 * What a producer says it emitted in one stream: gapless from 1.
 *
 * @param lastByMinute the last number of what changed in a minute
 * @param pending what still waits to be sent, wholly or in part
 */
public record EmittedStream(String id, TreeMap<String, Long> lastByMinute, List<Pending> pending) {

    /**
     * What waits to be sent.
     *
     * @param last its last number
     * @param since when the first of it was made
     */
    record Pending(long last, Instant since) {}

    public static EmittedStream of(String id, String minute, long last, Optional<Instant> waitingSince) {
        TreeMap<String, Long> lastByMinute = new TreeMap<>(Map.of(minute, last));
        return new EmittedStream(
                id,
                lastByMinute,
                waitingSince.map(since -> List.of(new Pending(last, since))).orElse(List.of()));
    }

    public EmittedStream and(EmittedStream other) {
        TreeMap<String, Long> both = new TreeMap<>(lastByMinute);
        other.lastByMinute.forEach((minute, last) -> both.merge(minute, last, Math::max));
        List<Pending> waiting = new ArrayList<>(pending);
        waiting.addAll(other.pending);
        return new EmittedStream(id, both, waiting);
    }

    public long last() {
        return lastByMinute.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** When the first of what waits was made. */
    public Optional<Instant> waitingSince() {
        return pending.stream().map(Pending::since).min(Instant::compareTo);
    }

    /** Of numbers that are not in the log, those for which waiting to be sent is no explanation. */
    public SequenceNumbers notExplainedByWaiting(SequenceNumbers missing) {
        SequenceNumbers left = missing;
        for (Pending waiting : pending) {
            left = left.minus(left.runUpTo(waiting.last()));
        }
        return left;
    }

    /** The first minute in which something changed that is not all accounted for; empty if all is. */
    public Optional<String> openSince(SequenceNumbers accounted) {
        return lastByMinute.entrySet().stream()
                .filter(minute -> minute.getValue() > accounted.through())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
