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
 * Tells up to which instant everything that was sent has reached the views, through the writer and the log. Under load the
 * views never have everything that there is at a moment, so this compares them with samples of earlier moments. For any
 * number of threads.
 */
public final class ViewProgress {
    /** The time between two {@link #sample}s; more than the 100 ms by which the size of the log may be old. */
    public static final Duration EVERY = Duration.ofSeconds(1);

    private static final int MOST_SAMPLES = 600;

    private final Supplier<Instant> writer;
    private final CommittedEntries entries;
    private final Generations generations;
    private final Deque<Sample> ahead = new ArrayDeque<>();
    private Sample reached = new Sample(Instant.EPOCH, 0);
    private Instant known = Instant.EPOCH;

    /** @param writer the instant before which everything that was sent is in the log; long ago if that is unknown */
    public ViewProgress(Supplier<Instant> writer, CommittedEntries entries, Generations generations) {
        this.writer = writer;
        this.entries = entries;
        this.generations = generations;
    }

    /** Everything that was sent before the instant is below that size. */
    private record Sample(Instant caughtUpTo, long size) {}

    /** Remembers the current size of the log. */
    public synchronized void sample() throws IOException {
        // The size may be older than the writer's present progress, but not older than the previous one.
        Sample now = new Sample(known, entries.size());
        known = writer.get();
        // When there are too many, the views must reach the older samples first anyway.
        if (ahead.size() < MOST_SAMPLES) {
            ahead.add(now);
        }
    }

    /** The views have everything that was sent before this instant; long ago if that is unknown. */
    public synchronized Instant caughtUpTo() throws IOException {
        long position = generations.position(generations.current());
        for (Sample next = ahead.peek(); next != null && next.size() <= position; next = ahead.peek()) {
            reached = ahead.remove();
        }
        // Rebuilt views may be behind those that they replaced.
        return reached.size() <= position ? reached.caughtUpTo() : Instant.EPOCH;
    }
}
