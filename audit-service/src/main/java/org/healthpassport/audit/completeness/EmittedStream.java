package org.healthpassport.audit.completeness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a producer says it emitted in one stream: gapless from 1.
 *
 * @param lastByMinute the last number of what changed in a minute
 * @param pending the last numbers of what still waits to be sent, wholly or in part
 */
record EmittedStream(String id, TreeMap<String, Long> lastByMinute, List<Long> pending) {

    static EmittedStream of(String id, String minute, long last, boolean pending) {
        TreeMap<String, Long> lastByMinute = new TreeMap<>(Map.of(minute, last));
        return new EmittedStream(id, lastByMinute, pending ? List.of(last) : List.of());
    }

    EmittedStream and(EmittedStream other) {
        TreeMap<String, Long> both = new TreeMap<>(lastByMinute);
        other.lastByMinute.forEach((minute, last) -> both.merge(minute, last, Math::max));
        List<Long> waiting = new ArrayList<>(pending);
        waiting.addAll(other.pending);
        return new EmittedStream(id, both, waiting);
    }

    long last() {
        return lastByMinute.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** Of numbers that are not in the log, those for which waiting to be sent is no explanation. */
    Numbers notExplainedByWaiting(Numbers missing) {
        Numbers left = missing;
        for (long last : pending) {
            left = left.minus(left.runUpTo(last));
        }
        return left;
    }

    /** The first minute in which something changed that is not all accounted for; empty if all is. */
    Optional<String> openSince(Numbers accounted) {
        return lastByMinute.entrySet().stream()
                .filter(minute -> minute.getValue() > accounted.through())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
