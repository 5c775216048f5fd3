package org.healthpassport.embedded.store.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses writes before the disk is so full that a commit could fail, as a failed commit closes the store until it is
 * restarted. Measures the disk once a second in the background; writes only read the last result.
 */
public final class FreeSpaceGuard implements AutoCloseable {
    /** More than what the largest document, its indexes and a step of compaction write at once. */
    static final long FLOOR_BYTES = 16L << 20;

    /** With less free space, none is reserved. */
    private static final long ENOUGH_FOR_BALLAST = 8L * BallastFile.BYTES;

    private static final Logger log = LoggerFactory.getLogger(FreeSpaceGuard.class);
    private static final long SECONDS_BETWEEN_LOOKS = 1;
    private static final long SECONDS_BEFORE_BALLAST = 10;
    private static final long SECONDS_BETWEEN_BALLAST = 60;

    private final Path folder;
    private final LongSupplier usableBytes;
    private final BallastFile ballast;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "embedded-store-room");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean open = true;

    /** @param usableBytes gives the free bytes of the disk; may fail with an {@link UncheckedIOException} */
    public FreeSpaceGuard(Path folder, LongSupplier usableBytes, BallastFile ballast) {
        this.folder = folder;
        this.usableBytes = usableBytes;
        this.ballast = ballast;
    }

    /**
     * Begins to watch.
     *
     * @throws IllegalStateException if there is too little room to begin with
     */
    public void watch() {
        long usable = usableBytes.getAsLong();
        if (usable < FLOOR_BYTES) {
            throw new IllegalStateException(
                    "Expected %d MB to be free for the embedded store in %s, but the disk is full (%d MB are free); make space, then start again."
                            .formatted(FLOOR_BYTES >> 20, folder, usable >> 20));
        }
        watch.scheduleWithFixedDelay(this::look, SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
        // Not at once: most starts of tests are over by then.
        watch.scheduleWithFixedDelay(
                this::reserveBallast, SECONDS_BEFORE_BALLAST, SECONDS_BETWEEN_BALLAST, TimeUnit.SECONDS);
    }

    /** True while there is space for writes. */
    public boolean allowsWrites() {
        return open;
    }

    /** @throws OutOfDiskSpace if there is no space for writes */
    public void requireSpace() {
        if (!open) {
            throw new OutOfDiskSpace();
        }
    }

    void look() {
        try {
            long usable = usableBytes.getAsLong();
            if (usable < FLOOR_BYTES && ballast.release()) {
                log.warn(
                        "The disk of the embedded store in {} is full ({} MB are free); it released its reserve of {} MB. Make space",
                        folder,
                        usable >> 20,
                        BallastFile.BYTES >> 20);
                usable = usableBytes.getAsLong();
            }
            become(usable >= FLOOR_BYTES, usable);
        } catch (UncheckedIOException unknown) {
            // Commits find out for themselves whether they can be written.
            log.debug("Expected to measure the free space of {}, but could not", folder, unknown);
        }
    }

    void reserveBallast() {
        try {
            if (!ballast.exists() && usableBytes.getAsLong() >= ENOUGH_FOR_BALLAST) {
                ballast.reserve();
            }
        } catch (IOException | UncheckedIOException e) {
            log.debug("Expected to keep space back in {}, but could not", folder, e);
        }
    }

    private void become(boolean openNow, long usable) {
        if (openNow == open) {
            return;
        }
        open = openNow;
        if (openNow) {
            log.warn(
                    "There is room again for the embedded store in {} ({} MB are free); it takes writes",
                    folder,
                    usable >> 20);
        } else {
            log.error(
                    "The disk of the embedded store in {} is full ({} MB are free); it refuses writes until there is room. Make space",
                    folder,
                    usable >> 20);
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
