package org.healthpassport.audit.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.lag.SharedProgress;
import org.healthpassport.audit.log.CommittedLog.Signed;
import org.healthpassport.audit.log.TestLog;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.events.Service;
import org.healthpassport.events.Topics;
import org.healthpassport.events.kafka.TestMacs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class IngestionTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 2;

    @TempDir
    Path keys;

    private MongoDatabase database;

    @BeforeEach
    void open() throws Exception {
        database = DATABASE.create();
        BROKER.reset(PARTITIONS);
    }

    @Test
    void shouldLogEveryRecordOfEveryTopicInTheOrderOfItsPartition() throws Exception {
        // given
        List<String> sent = new ArrayList<>();
        for (Topics topic : Topics.values()) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                List<String> ids = ids(topic + "-" + partition, 100);
                BROKER.send(topic, partition, ids);
                sent.addAll(ids);
            }
        }

        // when
        try (TestInstance instance = start()) {
            awaitSigned(instance, sent.size());

            // then
            assertThat(instance.log.ids()).containsExactlyInAnyOrderElementsOf(sent);
            for (Topics topic : Topics.values()) {
                assertThat(instance.log.ids())
                        .filteredOn(id -> id.startsWith(topic + "-1-"))
                        .containsExactlyElementsOf(ids(topic + "-1", 100));
            }
            instance.log.verify();
        }
    }

    @Test
    void shouldLogNothingTwiceWhenItReadsEverythingAgain() throws Exception {
        // given
        BROKER.send(Topics.ACCESS, 0, ids("a", 300));
        try (TestInstance instance = start()) {
            awaitSigned(instance, 300);
        }
        database.getCollection("auditLog").updateOne(new Document("_id", "log"), Updates.set("offsets", List.of()));

        // when
        BROKER.send(Topics.ACCESS, 0, ids("b", 1));

        // then
        try (TestInstance instance = start()) {
            awaitSigned(instance, 301);
            assertThat(instance.log.ids()).hasSize(301).doesNotHaveDuplicates().endsWith("b-0");
            instance.log.verify();
        }
    }

    /** If it grew, its new entries would stand in the places of those that were signed. */
    @Test
    void shouldAppendNothingToALogThatWasPutBack() throws Exception {
        // given
        BROKER.send(Topics.ACCESS, 0, ids("a", 10));
        try (TestInstance instance = start()) {
            awaitSigned(instance, 10);
        }
        Document backup = database.getCollection("auditLog")
                .find(new Document("_id", "log"))
                .first();
        BROKER.send(Topics.ACCESS, 0, ids("b", 10));
        try (TestInstance instance = start()) {
            awaitSigned(instance, 20);
        }

        // when
        database.getCollection("auditLog").replaceOne(new Document("_id", "log"), backup);

        // then
        try (TestInstance instance = start()) {
            await().atMost(PATIENCE).until(instance.signer::isStopped);
            BROKER.send(Topics.ACCESS, 0, ids("c", 10));
            await().during(Duration.ofSeconds(2))
                    .atMost(PATIENCE)
                    .until(() -> instance.log.store.state().size() == 10);
        }
    }

    /** Somebody who can write to the database and to Kafka. */
    @Test
    void shouldLogNothingTwiceWhenTheRowsOfEventsAreRemovedAndTheEventsSentAgain() throws Exception {
        // given
        EntryFunctions entries = new EntryFunctions(
                record -> {
                    String id = new String(record.value(), UTF_8);
                    return new IdentifiedEntry(id, SampleEntries.own(id).toEntry());
                },
                TestInstance.SAMPLES.ofGap());
        try (TestInstance instance = start(entries)) {
            BROKER.send(Topics.ACCESS, 0, ids("a", 1_500));
            awaitSigned(instance, 1_500);

            // when
            database.getCollection("auditEventIds").deleteMany(new Document());
            BROKER.send(Topics.ACCESS, 0, ids("a", 1_500));
            BROKER.send(Topics.ACCESS, 0, ids("b", 1));

            // then
            awaitSigned(instance, 1_502);
            assertThat(instance.log.ids())
                    .hasSize(1_502)
                    .doesNotHaveDuplicates()
                    .contains("b-0");
            assertThat(instance.log.committed.committed().entries(1_500, 1_502))
                    .extracting(entry -> new String(entry.bytes(), UTF_8))
                    .anySatisfy(json -> assertThat(json).contains("VIEW_CHANGED", "auditEventIds", "\"to\":1499"));
            instance.log.verify();
        }
    }

    @Test
    void shouldLogWhatIsNoEventAsJustThat() throws Exception {
        // given
        BROKER.send(Topics.PATIENT, 0, new byte[] {1, 2, 3});
        BROKER.send(Topics.PATIENT, 0, new byte[0]);
        BROKER.send(Topics.PATIENT, 0, (byte[]) null).get();

        // when
        try (TestInstance instance = start(EntryFunctions.ofEvents(TestMacs.of(Service.AUDIT_SERVICE)))) {
            awaitSigned(instance, 3);

            // then
            assertThat(instance.log.committed.committed().entries(0, 3))
                    .extracting(entry -> new String(entry.bytes(), UTF_8))
                    .allSatisfy(json -> assertThat(json).contains("UNPARSEABLE"));
            instance.log.verify();
        }
    }

    @Test
    void shouldSayWhichRecordsHadExpiredBeforeItReadThem() throws Exception {
        // given
        BROKER.send(Topics.IDENTITY, 1, ids("a", 10));
        BROKER.admin()
                .deleteRecords(
                        Map.of(new TopicPartition(Topics.IDENTITY.topicName(), 1), RecordsToDelete.beforeOffset(4)))
                .all()
                .get();

        // when
        try (TestInstance instance = start()) {
            awaitSigned(instance, 7);

            // then
            assertThat(instance.log.ids()).containsExactly("gap-1-0-4", "a-4", "a-5", "a-6", "a-7", "a-8", "a-9");
            instance.log.verify();
        }
    }

    @Test
    void shouldStartAnewWithATopicThatWasMadeAnew() throws Exception {
        // given
        BROKER.send(Topics.IDENTITY, 0, ids("a", 5));
        try (TestInstance instance = start()) {
            awaitSigned(instance, 5);
        }
        BROKER.reset(PARTITIONS);
        BROKER.send(Topics.IDENTITY, 0, List.of("a-3", "b-0"));

        // when
        try (TestInstance instance = start()) {
            awaitSigned(instance, 7);

            // then
            assertThat(instance.log.ids()).hasSize(7).endsWith("gap-0-5-0", "b-0");
        }
    }

    @Test
    void shouldNoticeNewPartitions() throws Exception {
        try (TestInstance instance = start()) {
            // given
            BROKER.send(Topics.ACCESS, 0, ids("a", 1));
            awaitSigned(instance, 1);

            // when
            BROKER.admin()
                    .createPartitions(Map.of(Topics.ACCESS.topicName(), NewPartitions.increaseTo(PARTITIONS + 1)))
                    .all()
                    .get();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                BROKER.send(Topics.ACCESS, PARTITIONS, ids("b", 1));
                return true;
            });

            // then
            awaitSigned(instance, 2);
        }
    }

    @Test
    void shouldLogItsOwnEntriesFromAnyInstanceOnce() throws Exception {
        try (TestInstance writer = start();
                TestInstance observer = start()) {
            // when
            for (TestInstance instance : List.of(writer, observer, writer)) {
                instance.ownEntries.add(SampleEntries.own("own-1").identified());
                instance.ownEntries.add(SampleEntries.own("own-2").identified());
            }
            awaitSigned(observer, 2);
            observer.ownEntries.add(SampleEntries.own("own-1").identified());
            observer.ownEntries.add(SampleEntries.own("own-3").identified());

            // then
            awaitSigned(writer, 3);
            assertThat(writer.log.ids()).containsExactlyInAnyOrder("own-1", "own-2", "own-3");
            await().atMost(PATIENCE)
                    .until(() -> writer.ownEntries.waiting(10).entries().isEmpty());
        }
    }

    @Test
    void shouldHandOverWhenTheWriterStops() throws Exception {
        // given
        BROKER.send(Topics.ACCESS, 0, ids("a", 10));
        Duration never = Duration.ofDays(1);
        TestInstance writer = start("writer", never, TestInstance.SAMPLES);
        awaitSigned(writer, 10);
        try (TestInstance observer = start("observer", never, TestInstance.SAMPLES)) {

            // when
            writer.close();
            BROKER.send(Topics.ACCESS, 0, ids("b", 10));

            // then
            awaitSigned(observer, 20);
            observer.log.verify();
        }
    }

    @Test
    void shouldTellHowFarItIs() throws Exception {
        // given
        Instant before = Instant.now();
        BROKER.send(Topics.ACCESS, 0, ids("a", 50));

        // when
        try (TestInstance instance = start()) {
            awaitSigned(instance, 50);

            // then
            SharedProgress progress = new SharedProgress(database, System::nanoTime);
            await().atMost(PATIENCE).until(() -> progress.read().caughtUpTo().isAfter(before));
            assertThat(progress.read().lag()).isZero();
            assertThat(instance.metrics
                            .get("healthpassport.audit.log.size")
                            .gauge()
                            .value())
                    .isEqualTo(50);
            assertThat(instance.metrics
                            .get("healthpassport.audit.log.commit")
                            .timer()
                            .count())
                    .isPositive();
        }
    }

    private TestInstance start() {
        return start(TestInstance.SAMPLES);
    }

    private TestInstance start(EntryFunctions entries) {
        return start(UUID.randomUUID().toString(), Duration.ofMillis(500), entries);
    }

    private TestInstance start(String name, Duration patience, EntryFunctions entries) {
        return new TestInstance(name, BROKER.bootstrapServers(), database, TestLog.KEY, keys, patience, entries);
    }

    private static void awaitSigned(TestInstance instance, long size) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(instance.log.committed.signed())
                        .map(Signed::checkpoint)
                        .map(Checkpoint::size)
                        .hasValue(size));
    }

    private static List<String> ids(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> prefix + "-" + number)
                .toList();
    }
}
