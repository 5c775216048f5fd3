package org.healthpassport.audit.lag;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.projection.Generations;

/**
 * Up to when everything that was sent has come as far as the views, through the writer and the log. Under load the views never
 * have all that there is at a moment; so it remembers how much there was at earlier ones. For any number of threads.
 */
public final class ViewProgress {
    /** How often to {@link #sample}; more than the 100 ms by which what is said of the log's size may be old. */
    public static final Duration EVERY = Duration.ofSeconds(1);

    private static final int MOST_SAMPLES = 600;

    private final Supplier<Instant> writer;
    private final CommittedEntries entries;
    private final Generations generations;
    private final Deque<Sample> ahead = new ArrayDeque<>();
    private Sample reached = new Sample(Instant.EPOCH, 0);
    private Instant known = Instant.EPOCH;

    /** @param writer the instant before which everything that was sent is in the log; long ago if nobody knows */
    public ViewProgress(Supplier<Instant> writer, CommittedEntries entries, Generations generations) {
        this.writer = writer;
        this.entries = entries;
        this.generations = generations;
    }

    /** Whatever was sent before the instant is below that size. */
    private record Sample(Instant caughtUpTo, long size) {}

    /** Remembers how much there is now. */
    public synchronized void sample() throws IOException {
        // The size may be older than what the writer says now, but not than what it said the last time.
        Sample now = new Sample(known, entries.size());
        known = writer.get();
        // When there are too many, the views must reach the older ones first in any case.
        if (ahead.size() < MOST_SAMPLES) {
            ahead.add(now);
        }
    }

    /** The views have whatever was sent before this instant; long ago if nobody knows. */
    public synchronized Instant caughtUpTo() throws IOException {
        long position = generations.position(generations.current());
        for (Sample next = ahead.peek(); next != null && next.size() <= position; next = ahead.peek()) {
            reached = ahead.remove();
        }
        // Views that were made anew may be behind those that they replaced.
        return reached.size() <= position ? reached.caughtUpTo() : Instant.EPOCH;
    }
}
