package org.healthpassport.embedded.store;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.bson.Document;
import org.h2.store.fs.FileUtils;

/**
 * Prints how many reads a second the store answers, at rest and while it is written to; the median of several runs. As
 * the client runs on the same processor, and others may too, it also prints the time that the processor spent on a read.
 * Its arguments: how many runs (5), and the seconds of each (10).
 */
final class Measurement {
    private static final int DOCUMENTS = 1_000;
    private static final int OWNERS = 50;
    private static final int READERS = 8;
    private static final int WRITERS = 4;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final String REST_OF_A_DOCUMENT = "x".repeat(1_000);

    private final MongoCollection<Document> documents;
    private final int runs;
    private final Duration length;

    private Measurement(MongoCollection<Document> documents, int runs, Duration length) {
        this.documents = documents;
        this.runs = runs;
        this.length = length;
    }

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        Duration length = Duration.ofSeconds(arguments.length > 1 ? Long.parseLong(arguments[1]) : 10);
        Path folder = Files.createTempDirectory("store-measurement");
        try (EmbeddedStore store = new EmbeddedStore(folder)) {
            store.start();
            try (MongoClient client = MongoClients.create(store.connectionString("test"))) {
                Measurement measurement =
                        new Measurement(client.getDatabase("test").getCollection("documents"), runs, length);
                measurement.fill();
                measurement.print();
            }
        } finally {
            FileUtils.deleteRecursive(folder.toString(), true);
        }
    }

    private void fill() {
        documents.createIndex(Indexes.ascending("owner"));
        documents.insertMany(Stream.iterate(0, n -> n + 1)
                .limit(DOCUMENTS)
                .map(n -> new Document("_id", "document " + n)
                        .append("owner", n % OWNERS)
                        .append("version", 0)
                        .append("sealed", REST_OF_A_DOCUMENT))
                .toList());
    }

    private void print() throws InterruptedException {
        IntConsumer byId = n -> documents.find(eq("document " + n)).first();
        IntConsumer byOwner = n -> documents.find(eq("owner", n % OWNERS)).into(new ArrayList<>());
        // The compiler's warm-up is nobody's figure.
        new Run(byId, WRITERS).rates(length);
        print("by id, at rest", byId, 0);
        print("by id, while written", byId, WRITERS);
        print("by owner, at rest", byOwner, 0);
        print("by owner, while written", byOwner, WRITERS);
    }

    private void print(String name, IntConsumer read, int writers) throws InterruptedException {
        double[] reads = new double[runs];
        double[] writes = new double[runs];
        double[] microseconds = new double[runs];
        for (int run = 0; run < runs; run++) {
            double[] rates = new Run(read, writers).rates(length);
            reads[run] = rates[0];
            writes[run] = rates[1];
            microseconds[run] = rates[2];
        }
        Arrays.sort(reads);
        Arrays.sort(writes);
        Arrays.sort(microseconds);
        System.out.printf(
                "%-24s %,8.0f reads/s (%,.0f to %,.0f), %,6.0f writes/s, %,4.0f us of processor time for each%n",
                name, reads[runs / 2], reads[0], reads[runs - 1], writes[runs / 2], microseconds[runs / 2]);
    }

    /** Readers and writers who do not pause. */
    private final class Run {
        private final IntConsumer read;
        private final int writers;
        private final LongAdder reads = new LongAdder();
        private final LongAdder writes = new LongAdder();
        private volatile boolean over;

        Run(IntConsumer read, int writers) {
            this.read = read;
            this.writers = writers;
        }

        /** Reads a second, writes a second, and microseconds of processor time for each of either. */
        double[] rates(Duration length) throws InterruptedException {
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                clients.add(client(read, reads));
            }
            for (int i = 0; i < writers; i++) {
                clients.add(client(n -> documents.updateOne(eq("document " + n), Updates.inc("version", 1)), writes));
            }
            long begin = System.nanoTime();
            long processorBegin = PROCESS.getProcessCpuTime();
            clients.forEach(Thread::start);
            long end = begin + length.toNanos();
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            over = true;
            for (Thread client : clients) {
                client.join();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            double microseconds = (PROCESS.getProcessCpuTime() - processorBegin) / 1e3 / (reads.sum() + writes.sum());
            return new double[] {reads.sum() / seconds, writes.sum() / seconds, microseconds};
        }

        private Thread client(IntConsumer command, LongAdder done) {
            return new Thread(() -> {
                while (!over) {
                    command.accept(ThreadLocalRandom.current().nextInt(DOCUMENTS));
                    done.increment();
                }
            });
        }
    }
}
