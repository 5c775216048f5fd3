package org.healthpassport.bus.mongo;

import com.mongodb.MongoClientSettings;
import com.mongodb.connection.TransportSettings;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The sockets of a reactive client, and the threads on which its answers arrive. These are the JDK's own asynchronous
 * sockets: over Netty, which Spring Boot prefers, every byte of a command is checked by three buffers on its way, and a
 * command costs the client twice as much.
 */
public final class MongoSockets implements AutoCloseable {
    private static final int THREADS_PER_PROCESSOR = 2;

    private final ExecutorService threads;

    public MongoSockets() {
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(
                THREADS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors(), task -> {
                    Thread thread = new Thread(task, "mongodb-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Makes a client use these sockets; the client must be closed before them. */
    public void configure(MongoClientSettings.Builder settings) {
        settings.transportSettings(
                TransportSettings.asyncBuilder().executorService(threads).build());
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
