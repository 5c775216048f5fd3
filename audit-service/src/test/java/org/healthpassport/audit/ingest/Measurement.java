package org.healthpassport.audit.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.healthpassport.audit.log.CommittedLog.Signed;
import org.healthpassport.audit.log.TestLog;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.events.Topics;
import org.springframework.util.FileSystemUtils;

/** Prints how fast the log takes what waits on the bus, and how long an event takes until a checkpoint covers it. */
final class Measurement {
    private static final int PARTITIONS = 3;
    private static final int WAITING = 10_000;
    private static final int SINGLE = 40;
    private static final int BURST = 500;
    private static final String REST_OF_AN_ENTRY = "x".repeat(600);

    private Measurement() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedDatabase store = new EmbeddedDatabase();
        TestBroker broker = new TestBroker();
        Path keys = Files.createTempDirectory("audit-log-test");
        store.beforeAll(null);
        broker.beforeAll(null);
        try {
            broker.reset(PARTITIONS);
            for (int i = 0; i < WAITING; i++) {
                Future<RecordMetadata> sent = send(broker, i);
                if (i % BURST == 0) {
                    sent.get();
                }
            }
            send(broker, 0).get();
            long begin = System.nanoTime();
            try (TestInstance instance = new TestInstance(
                    "instance",
                    broker.bootstrapServers(),
                    store.create(),
                    TestLog.KEY,
                    keys,
                    Duration.ofSeconds(5),
                    TestInstance.SAMPLES)) {
                awaitSigned(instance, WAITING + 1);
                double seconds = (System.nanoTime() - begin) / 1e9;
                System.out.printf("%d entries in %.1f s: %.0f/s%n", WAITING, seconds, WAITING / seconds);

                double[] milliseconds = new double[SINGLE];
                for (int i = 0; i < SINGLE; i++) {
                    long sent = System.nanoTime();
                    send(broker, i).get();
                    awaitSigned(instance, WAITING + 2 + i);
                    milliseconds[i] = (System.nanoTime() - sent) / 1e6;
                    // Events do not come in step with the seconds of the signer.
                    LockSupport.parkNanos(Duration.ofMillis(37L * (i % 23)).toNanos());
                }
                Arrays.sort(milliseconds);
                System.out.printf(
                        "event to checkpoint: median %.0f ms, p99 %.0f ms%n",
                        milliseconds[SINGLE / 2], milliseconds[SINGLE * 99 / 100]);
            }
        } finally {
            broker.afterAll(null);
            FileSystemUtils.deleteRecursively(keys);
            store.afterAll(null);
        }
    }

    private static Future<RecordMetadata> send(TestBroker broker, int number) {
        byte[] value = (UUID.randomUUID() + REST_OF_AN_ENTRY).getBytes(UTF_8);
        return broker.send(Topics.ACCESS, number % PARTITIONS, value);
    }

    private static void awaitSigned(TestInstance instance, long size) throws Exception {
        while (instance.log
                        .committed
                        .signed()
                        .map(Signed::checkpoint)
                        .map(Checkpoint::size)
                        .orElse(0L)
                < size) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
