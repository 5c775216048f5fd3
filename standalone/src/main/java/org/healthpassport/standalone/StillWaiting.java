package org.healthpassport.standalone;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells again and again what a start still waits for, so that a slow one does not look like one that hangs. */
final class StillWaiting implements AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(10);

    private final Consumer<String> progress;
    private final Map<String, String> reasons = new ConcurrentSkipListMap<>();
    private final long begun = System.nanoTime();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "still-waiting");
        thread.setDaemon(true);
        return thread;
    });

    /** @param progress takes a line for each part that is waited for */
    StillWaiting(Consumer<String> progress, Duration every) {
        this.progress = progress;
        timer.scheduleWithFixedDelay(this::tell, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** @param reason as a sentence after a colon: what the part does or waits for */
    void on(String part, String reason) {
        reasons.put(part, reason);
    }

    void over(String part) {
        reasons.remove(part);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void tell() {
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        reasons.forEach(
                (part, reason) -> progress.accept("Still waiting for %s: %s (%d s)".formatted(part, reason, seconds)));
    }
}
