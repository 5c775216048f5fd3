package org.healthpassport.audit.background;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Repeats some work on a thread of its own as long as the application runs. */
public final class BackgroundLoop implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(BackgroundLoop.class);
    private static final long STOPS_WITHIN_SECONDS = 10;

    private final String name;
    private final Duration pause;
    private final Work work;
    private final ScheduledExecutorService thread;
    private volatile @Nullable Future<?> repetition;
    private volatile boolean running;
    private boolean failed;

    /** The work to repeat. */
    @FunctionalInterface
    public interface Work {
        /** Does a part of the work; returns true to continue without a pause. */
        boolean step() throws IOException;
    }

    /** @param pause between two runs */
    public BackgroundLoop(String name, Duration pause, Work work) {
        this.name = name;
        this.pause = pause;
        this.work = work;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
    }

    /** The name of its thread. */
    String name() {
        return name;
    }

    @Override
    public void start() {
        running = true;
        repetition = thread.scheduleWithFixedDelay(this::run, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            while (running && work.step()) {
                // The next step is the next part of the same work.
            }
            failed = false;
        } catch (Throwable e) {
            // Of any kind, even an Error, because the executor would end the loop silently. It is tried again forever:
            // a dependency that is away comes back, and a defect shows as a lag.
            if (!failed && running) {
                log.error(
                        "Expected {} to run, but it failed; trying again: {}",
                        name,
                        e.getClass().getName());
            }
            failed = true;
            log.debug("{} failed", name, e);
        }
    }

    @Override
    public void stop() {
        running = false;
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                log.warn("Expected {} to stop within {} s, but it did not", name, STOPS_WITHIN_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        Future<?> current = repetition;
        return running && current != null && !current.isDone();
    }
}
