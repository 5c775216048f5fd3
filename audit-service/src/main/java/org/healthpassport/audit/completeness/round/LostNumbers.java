package org.healthpassport.audit.completeness.round;

import java.util.HashMap;
import java.util.Map;
import org.healthpassport.audit.stream.SequenceNumbers;

/** Numbers that a round found missing, until the check takes them. For any number of threads. */
public final class LostNumbers {
    /** The next rounds find the rest. */
    private static final int MOST_STREAMS = 10_000;

    private final Map<String, SequenceNumbers> lost = new HashMap<>();

    synchronized void add(String stream, SequenceNumbers numbers) {
        if (lost.size() < MOST_STREAMS || lost.containsKey(stream)) {
            lost.merge(stream, numbers, SequenceNumbers::plus);
        }
    }

    /** Those that were added since the last call, by stream. */
    public synchronized Map<String, SequenceNumbers> take() {
        Map<String, SequenceNumbers> taken = Map.copyOf(lost);
        lost.clear();
        return taken;
    }
}
