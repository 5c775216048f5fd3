package org.healthpassport.audit.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.lease.MongoLeaseStore;
import org.healthpassport.audit.lease.WriterLease;
import org.healthpassport.audit.lease.WriterLeaseStore;
import org.healthpassport.audit.log.TestLog;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.audit.signing.LogKeyFile;
import org.healthpassport.audit.tile.LogEdge;
import org.healthpassport.audit.verify.LogVerifier;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two instances, of which again and again the one that writes is killed, while events arrive. */
class KilledWriterTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Long enough to take over, to connect and to commit a few batches. */
    private static final Duration LIFE = Duration.ofMillis(400);

    @TempDir
    Path keys;

    @TempDir
    Path archived;

    @Test
    void shouldLoseNothingAndLogNothingTwiceWhenItIsKilledAtAnyMoment() throws Exception {
        killAndVerify(20);
    }

    @Test
    @Tag("exhaustive")
    void shouldLoseNothingAndLogNothingTwiceWhenItIsKilledOftenAtAnyMoment() throws Exception {
        killAndVerify(200);
    }

    private void killAndVerify(int rounds) throws Exception {
        // given
        BROKER.reset(1);
        VerifierKey key =
                LogKeyFile.openOrCreate(keys, LogProcess.ORIGIN, () -> false).verifier();
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService sender = Executors.newSingleThreadExecutor();
        try (MongoClient client = MongoClients.create(DATABASE.connectionString("audit"))) {
            ArchivedClasses classes = archive(new MongoLeaseStore(client.getDatabase("audit")));
            client.getDatabase("audit").drop();
            TestLog log = new TestLog(client.getDatabase("audit"));
            Future<Integer> sending = sender.submit(() -> sendUntil(enough));

            // when
            long epochs = kill(rounds, classes, sending, enough, log, new MongoLeaseStore(client.getDatabase("audit")));

            // then
            List<IdentifiedEntry> sent = TestLog.entries(0, sending.get());
            assertThat(log.ids())
                    .containsExactlyElementsOf(
                            sent.stream().map(IdentifiedEntry::id).toList());
            assertThat(log.committed.committed().state().root()).isEqualTo(TestLog.root(sent));
            assertThat(new LogVerifier(log.committed, key, checked -> {})
                            .verify(Optional.empty())
                            .discrepancies())
                    .isEmpty();
            assertEveryCheckpointIsOfThisLog(client, sent, key);
            System.out.printf("%d kills, %d entries, %d epochs%n", rounds, sent.size(), epochs);
        } finally {
            enough.set(true);
            sender.shutdownNow();
        }
    }

    /** The classes of an instance that has become the writer. */
    private ArchivedClasses archive(WriterLeaseStore lease) throws Exception {
        ArchivedClasses classes = ArchivedClasses.in(archived);
        LogProcess first = start(classes.recording(), "first");
        try {
            await().atMost(PATIENCE)
                    .until(() -> lease.read().map(WriterLease::holder).orElse(""), "first"::equals);
            first.end();
        } finally {
            first.close();
        }
        return classes;
    }

    private long kill(
            int rounds,
            ArchivedClasses classes,
            Future<Integer> sending,
            AtomicBoolean enough,
            TestLog log,
            WriterLeaseStore lease)
            throws Exception {
        Random random = new Random();
        Map<String, LogProcess> alive = new HashMap<>();
        try {
            alive.put("0", start(classes.mapping(), "0"));
            for (int round = 1; round <= rounds; round++) {
                String next = Integer.toString(round);
                alive.put(next, start(classes.mapping(), next));
                String writer = await().atMost(PATIENCE)
                        .until(() -> lease.read().map(WriterLease::holder).orElse(""), alive::containsKey);
                alive.get(writer).killWithin(LIFE, random);
                alive.remove(writer);
            }
            enough.set(true);
            int sent = sending.get();
            await().atMost(PATIENCE)
                    .until(() -> log.committed
                            .signed()
                            .filter(signed -> signed.checkpoint().size() >= sent)
                            .isPresent());
            return log.committed.committed().state().epoch();
        } finally {
            for (LogProcess process : alive.values()) {
                process.close();
            }
        }
    }

    private LogProcess start(List<String> classes, String name) throws Exception {
        return LogProcess.start(classes, name, BROKER.bootstrapServers(), DATABASE.connectionString("audit"), keys);
    }

    /** Two hundred events a second. */
    private static int sendUntil(AtomicBoolean enough) throws Exception {
        int sent = 0;
        while (!enough.get()) {
            for (int i = 0; i < 10; i++) {
                BROKER.send(Topics.ACCESS, 0, ("event-" + sent++).getBytes(UTF_8));
            }
            BROKER.send(Topics.ACCESS, 0, ("event-" + sent++).getBytes(UTF_8)).get();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return sent;
    }

    private static void assertEveryCheckpointIsOfThisLog(
            MongoClient client, List<IdentifiedEntry> sent, VerifierKey key) {
        List<Checkpoint> checkpoints =
                client.getDatabase("audit").getCollection("auditCheckpoints").find().into(new ArrayList<>()).stream()
                        .map(kept -> Checkpoint.open(
                                SignedNote.parse(kept.getString("note").getBytes(UTF_8)), key))
                        .sorted(Comparator.comparingLong(Checkpoint::size))
                        .toList();
        assertThat(checkpoints).isNotEmpty();
        LogEdge edge = LogEdge.EMPTY;
        for (Checkpoint checkpoint : checkpoints) {
            edge = edge.append(IntStream.range((int) edge.size(), (int) checkpoint.size())
                            .mapToObj(index -> sent.get(index).entry())
                            .toList())
                    .edge();
            assertThat(checkpoint.root()).isEqualTo(edge.root());
        }
    }
}
