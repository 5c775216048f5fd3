package org.healthpassport.api.fhir.validation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Threads with a large stack, as HAPI parses by recursion: a long text of a good resource needs more than a usual one has.
 * They are started when there is work, and end when there is none. Work is never interrupted.
 */
final class ValidationThreads implements Executor, AutoCloseable {
    private static final long STACK_BYTES = 4L * 1024 * 1024;
    private static final int IDLE_SECONDS = 60;

    private final ThreadPoolExecutor pool;

    ValidationThreads(int atMost) {
        AtomicInteger count = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                atMost, atMost, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(null, work, "validation-" + count.incrementAndGet(), STACK_BYTES);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /** The result of the work, which goes on if nobody waits for it. */
    <T> CompletableFuture<T> begin(Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.get();
                    } catch (VirtualMachineError broken) {
                        // Reactor throws these instead of passing them on, so whoever waits would wait for good.
                        throw new IllegalStateException("Expected to work on a validation, but the JVM failed", broken);
                    }
                },
                pool);
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    /** Lets running work end. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
