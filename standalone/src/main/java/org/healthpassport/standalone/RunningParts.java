package org.healthpassport.standalone;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.healthpassport.bus.start.FailureReasons;
import org.healthpassport.standalone.failure.StartFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts parts and stops them in the opposite order. */
final class RunningParts implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunningParts.class);

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private boolean closed;

    /**
     * Starts parts in parallel and returns when all have started.
     *
     * @param parts in the order in which they stop
     * @throws StartFailed if a part fails, or after {@link #close}; the other parts run until {@link #close}
     */
    synchronized void launch(List<Callable<AutoCloseable>> parts) throws InterruptedException {
        if (closed) {
            throw new StartFailed("Health Passport was stopped while it was starting.");
        }
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            boolean failed = false;
            List<String> failures = new ArrayList<>();
            List<Future<AutoCloseable>> starting = new ArrayList<>(threads.invokeAll(parts));
            Collections.reverse(starting);
            for (Future<AutoCloseable> part : starting) {
                try {
                    running.push(part.get());
                } catch (ExecutionException e) {
                    failed = true;
                    failures.addAll(reasons(e));
                }
            }
            if (failed) {
                throw new StartFailed(failures);
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Stops all parts; first waits for parts that are still starting. A second call does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!running.isEmpty()) {
            stop(running.pop());
        }
    }

    private static List<String> reasons(ExecutionException failure) {
        if (failure.getCause() instanceof StartFailed known) {
            return known.reasons();
        }
        List<String> ours = FailureReasons.of(failure);
        if (!ours.isEmpty()) {
            log.debug("A part failed to start", failure.getCause());
            return ours;
        }
        log.error("A part failed to start", failure.getCause());
        return List.of("A part failed to start. The log says which and why.");
    }

    // A part that fails to stop must not leave the others running, so every exception is caught.
    private static void stop(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.warn("{} failed to stop", part, e);
        }
    }
}
