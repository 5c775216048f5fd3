package org.healthpassport.audit.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.healthpassport.audit.log.SourcePartition;

/**
 * Finds the instant up to which everything is committed. When the log has reached the offsets at which all partitions ended at
 * some moment, it has everything from before that moment. These ends are kept until they are reached, so this works under
 * load.
 */
public final class CatchUp {
    private final Duration noticedWithin;
    private Map<SourcePartition, Long> latestEnds = Map.of();
    private Map<SourcePartition, Long> awaitedEnds = Map.of();
    private Instant awaitedSince = Instant.EPOCH;
    private Instant caughtUpTo;

    /**
     * @param caughtUpTo the instant that an earlier writer had reached
     * @param noticedWithin the longest time until a new partition is noticed
     */
    public CatchUp(Instant caughtUpTo, Duration noticedWithin) {
        this.noticedWithin = noticedWithin;
        this.caughtUpTo = caughtUpTo;
    }

    /** @param asked an instant before the ends were asked for */
    public void noteEnds(Instant asked, Map<SourcePartition, Long> ends) {
        latestEnds = ends;
        if (awaitedSince.equals(Instant.EPOCH)) {
            awaitedEnds = ends;
            awaitedSince = asked;
        }
    }

    public WriterProgress progress(Map<SourcePartition, Long> committed) {
        if (!awaitedSince.equals(Instant.EPOCH) && lag(awaitedEnds, committed) == 0) {
            Instant reached = awaitedSince.minus(noticedWithin);
            caughtUpTo = reached.isAfter(caughtUpTo) ? reached : caughtUpTo;
            awaitedSince = Instant.EPOCH;
        }
        return new WriterProgress(lag(latestEnds, committed), caughtUpTo);
    }

    private static long lag(Map<SourcePartition, Long> ends, Map<SourcePartition, Long> committed) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L)))
                .sum();
    }
}
