package org.healthpassport.benchmarks.load;

import java.time.Duration;

/**
 * Arrivals at equal distances.
 *
 * @param count the number of arrivals
 * @param interval nanoseconds from one to the next
 */
public record Schedule(long count, double interval) {
    /** At least one arrival. */
    public static Schedule of(double perSecond, Duration time) {
        long count = Math.max(1, Math.round(perSecond * time.toNanos() / 1e9));
        return new Schedule(count, time.toNanos() / (double) count);
    }

    /** Nanoseconds from the begin until this arrival, counted from 0. */
    long arrival(long index) {
        return Math.round(index * interval);
    }
}
