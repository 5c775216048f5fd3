package org.healthpassport.edge.connection;

import java.time.Duration;
import java.util.Arrays;

/**
 * The average speed of one transfer over a sliding window. The window advances only by time that is reported as spent
 * waiting for the client, so that pauses of our own neither help nor harm it. Not thread-safe.
 */
final class Pace {
    static final int SLICES = 6;

    private final long sliceNanos;
    private final double bytesPerNano;
    private final long unseen;
    private final long[] waited = new long[SLICES];
    private final long[] bytes = new long[SLICES];
    private int slice;
    private boolean full;
    private boolean tooSlow;

    /**
     * @param slowest bytes per second
     * @param unseen the bytes that may have moved within a window without being reported yet; at most half of the
     *     required bytes are forgiven
     */
    Pace(long slowest, Duration averagedOver, long unseen) {
        this.sliceNanos = Math.max(1, averagedOver.toNanos() / SLICES);
        this.bytesPerNano = slowest / 1e9;
        this.unseen = unseen;
    }

    /** Reports the time that we have waited for the client, and the bytes that moved. */
    void add(long waitedNanos, long moved) {
        waited[slice] += waitedNanos;
        bytes[slice] += moved;
        if (waited[slice] >= sliceNanos) {
            endSlice();
        }
    }

    /** True from the end of the first window on in which too few bytes moved. */
    boolean isTooSlow() {
        return tooSlow;
    }

    void reset() {
        Arrays.fill(waited, 0);
        Arrays.fill(bytes, 0);
        slice = 0;
        full = false;
        tooSlow = false;
    }

    private void endSlice() {
        full |= slice == SLICES - 1;
        if (full) {
            double required = bytesPerNano * Arrays.stream(waited).sum();
            double forgiven = Math.min(unseen, required / 2);
            tooSlow |= Arrays.stream(bytes).sum() + forgiven < required;
        }
        slice = (slice + 1) % SLICES;
        waited[slice] = 0;
        bytes[slice] = 0;
    }
}
