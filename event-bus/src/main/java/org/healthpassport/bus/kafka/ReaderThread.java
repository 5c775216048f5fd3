package org.healthpassport.bus.kafka;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A thread that reads from Kafka with a consumer without a group, from its start until it is stopped. It never ends by itself:
 * after a failure it pauses for a second and begins again, with another consumer.
 */
public final class ReaderThread {
    private static final long PAUSE_MILLIS = 1_000;
    private static final long STOP_MILLIS = 5_000;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final KafkaClients clients;
    private final Reading reading;
    private final Thread thread;
    private volatile @Nullable Consumer<String, byte[]> current;

    private ReaderThread(String name, KafkaClients clients, Reading reading) {
        this.clients = clients;
        this.reading = reading;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** The work of such a thread. */
    public interface Reading {

        /** Does what needs no broker, before each reading. */
        default void prepare() {}

        /** Reads for as long as the thread is wanted; a return begins again at once, with another consumer. */
        void read(Consumer<String, byte[]> consumer, ReaderThread thread);

        /** Tells that a reading ended in a failure, and that the next one begins soon. */
        void failed(RuntimeException failure);
    }

    /** @param name of the thread, and part of the client id of its consumer */
    public static ReaderThread start(String name, KafkaClients clients, Reading reading) {
        ReaderThread started = new ReaderThread(name, clients, reading);
        started.thread.start();
        return started;
    }

    /** False once the thread is being stopped. */
    public boolean isWanted() {
        return stopped.getCount() > 0;
    }

    /** Waits for a second, or until the thread is stopped; for the thread itself. */
    public void pause() {
        try {
            stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }

    /** Returns when the thread has ended, or after five seconds. */
    public void stop() {
        stopped.countDown();
        Consumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (isWanted()) {
            try {
                reading.prepare();
                read();
            } catch (WakeupException stop) {
                return;
            } catch (
                    RuntimeException
                            failure) { // of any kind, as everything that hangs on the reading would stand still
                if (isWanted()) {
                    reading.failed(failure);
                }
                pause();
            }
        }
    }

    private void read() {
        try (Consumer<String, byte[]> consumer = clients.reader(thread.getName())) {
            current = consumer;
            reading.read(consumer, this);
        } finally {
            current = null;
        }
    }
}
