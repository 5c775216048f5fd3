package org.healthpassport.audit.completeness.emitted;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.healthpassport.audit.stream.SequenceNumbers;

/**
 * The numbers that a producer emitted in one stream: gapless from 1.
 *
 * @param lastByMinute for each minute with a change, the last number of that minute
 * @param pending parts that still wait to be sent
 */
public record EmittedStream(String id, TreeMap<String, Long> lastByMinute, List<Pending> pending) {

    /**
     * A part that waits to be sent.
     *
     * @param last its last number
     * @param since the time of its first event
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

    /** The time of the first event that waits. */
    public Optional<Instant> waitingSince() {
        return pending.stream().map(Pending::since).min(Instant::compareTo);
    }

    /** The missing numbers that are not simply waiting to be sent. */
    public SequenceNumbers notExplainedByWaiting(SequenceNumbers missing) {
        SequenceNumbers left = missing;
        for (Pending waiting : pending) {
            left = left.minus(left.runUpTo(waiting.last()));
        }
        return left;
    }

    /** The first minute with a change that is not fully accounted for; empty if there is none. */
    public Optional<String> openSince(SequenceNumbers accounted) {
        return lastByMinute.entrySet().stream()
                .filter(minute -> minute.getValue() > accounted.through())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
