package org.healthpassport.benchmarks.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Sixteen threads that repeat an operation, each as soon as its last one has ended. */
final class ClosedLoop {
    /** As many as the scenarios have. */
    static final int CLIENTS = 16;

    private final Duration warmUp;
    private final Duration measured;

    ClosedLoop(Duration warmUp, Duration measured) {
        this.warmUp = warmUp;
        this.measured = measured;
    }

    /**
     * Warms up, then measures.
     *
     * @param cpu the CPU used so far by whatever does the work
     */
    Rate run(Callable<?> operation, Supplier<Duration> cpu) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            repeat(threads, operation, warmUp);
            Duration cpuBefore = cpu.get();
            long begin = System.nanoTime();
            long operations = repeat(threads, operation, measured);
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Rate(operations / seconds, cpu.get().minus(cpuBefore).toNanos() / 1e6 / Math.max(1, operations));
        } finally {
            threads.shutdownNow();
        }
    }

    private static long repeat(ExecutorService threads, Callable<?> operation, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        Callable<Long> client = () -> {
            long done = 0;
            while (System.nanoTime() < end) {
                operation.call();
                done++;
            }
            return done;
        };
        List<Future<Long>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(threads.submit(client));
        }
        long operations = 0;
        for (Future<Long> future : clients) {
            try {
                operations += future.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("Expected the operation to succeed, but it failed", e.getCause());
            }
        }
        return operations;
    }

    /**
     * @param perSecond operations in a second
     * @param cpuMs CPU of an operation in milliseconds
     */
    record Rate(double perSecond, double cpuMs) {}
}
