package org.healthpassport.standalone.output;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Prints at intervals what a start still waits for, so that a slow start does not look like a hanging one. */
public final class StartProgress implements AutoCloseable {
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Consumer<String> output;
    private final Map<String, String> reasons = new ConcurrentSkipListMap<>();
    private final long begun = System.nanoTime();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "start-progress");
        thread.setDaemon(true);
        return thread;
    });

    /** @param output receives a line for each part that the start waits for */
    public StartProgress(Consumer<String> output, Duration interval) {
        this.output = output;
        timer.scheduleWithFixedDelay(this::print, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** @param reason a clause that follows a colon: what the part does or waits for */
    public void waitingFor(String part, String reason) {
        reasons.put(part, reason);
    }

    public void done(String part) {
        reasons.remove(part);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void print() {
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        reasons.forEach(
                (part, reason) -> output.accept("Still waiting for %s: %s (%d s)".formatted(part, reason, seconds)));
    }
}
