package org.healthpassport.embedded.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.pullByFilter;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.pushEach;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreTest {
    private static final int CLIENTS = 50;

    @TempDir
    Path folder;

    private EmbeddedStore store;
    private MongoClient client;
    private MongoCollection<Document> patients;

    @BeforeEach
    void start() {
        store = new EmbeddedStore(folder);
        store.start();
        connect();
    }

    private void connect() {
        client = MongoClients.create(store.connectionString("test"));
        MongoDatabase database = client.getDatabase("test").withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        patients = database.getCollection("patients");
    }

    @AfterEach
    void stop() {
        client.close();
        store.close();
    }

    private void restart() {
        stop();
        store = new EmbeddedStore(folder);
        store.start();
        connect();
    }

    @Test
    void shouldAnswerHelloAndIsMaster() {
        Document hello = client.getDatabase("admin").runCommand(new Document("hello", 1));
        Document isMaster = client.getDatabase("test").runCommand(new Document("isMaster", 1));

        assertThat(hello.getBoolean("isWritablePrimary")).isTrue();
        assertThat(hello.getInteger("maxWireVersion")).isGreaterThanOrEqualTo(8);
        assertThat(isMaster.getBoolean("ismaster")).isTrue();
    }

    @Test
    void shouldKeepDocumentsAndIndexesThroughARestart() {
        // given
        patients.createIndex(
                Indexes.ascending("email"), new IndexOptions().unique(true).sparse(true));
        patients.createIndex(Indexes.ascending("doctor", "time"));
        patients.insertOne(new Document("_id", "a").append("email", "e").append("doctor", "d"));

        // when
        restart();

        // then
        assertThat(patients.find(eq("doctor", "d"))).hasSize(1);
        assertThat(patients.listIndexes()).hasSize(3);
        assertThatThrownBy(() -> patients.insertOne(new Document("_id", "b").append("email", "e")))
                .isInstanceOf(MongoWriteException.class)
                .hasMessageContaining("E11000");
        patients.insertOne(new Document("_id", "c"));
        patients.insertOne(new Document("_id", "d"));
    }

    @Test
    void shouldApplyPushUnsetIncAndPullToTheExpectedVersionOnly() {
        // given
        patients.insertOne(new Document("_id", "a").append("version", 1).append("draft", true));
        Document first = new Document("eventId", "e1").append("sequence", 1L);
        Document second = new Document("eventId", "e2").append("sequence", 2L);
        Document third = new Document("eventId", "e3").append("sequence", 3L);

        // when
        long winner = patients.updateOne(
                        and(eq("_id", "a"), eq("version", 1)),
                        combine(
                                set("outbox", "PENDING"),
                                inc("version", 1),
                                unset("draft"),
                                pushEach("pendingEvents", List.of(first, second, third))))
                .getModifiedCount();
        long loser = patients.updateOne(and(eq("_id", "a"), eq("version", 1)), set("outbox", "NEVER"))
                .getMatchedCount();
        patients.updateOne(eq("_id", "a"), pullByFilter(eq("pendingEvents", in("eventId", List.of("e1", "e3")))));

        // then
        assertThat(winner).isOne();
        assertThat(loser).isZero();
        assertThat(patients.find(eq("_id", "a")).first())
                .isEqualTo(new Document("_id", "a")
                        .append("version", 2)
                        .append("outbox", "PENDING")
                        .append("pendingEvents", List.of(second)));
    }

    @Test
    void shouldLetOneOfFiftyRacingConditionalUpdatesWin() throws Exception {
        // given
        patients.insertOne(new Document("_id", "a").append("version", 0).append("wins", List.of()));

        // when
        for (int round = 0; round < 10; round++) {
            int version = round;
            List<Long> modified = race(racer -> patients.updateOne(
                            and(eq("_id", "a"), eq("version", version)),
                            combine(inc("version", 1), push("wins", version + "/" + racer)))
                    .getModifiedCount());

            // then
            assertThat(modified).containsOnlyOnce(1L);
        }
        assertThat(patients.find(eq("_id", "a")).first().getList("wins", String.class))
                .hasSize(10);
    }

    @Test
    void shouldLoseNoneOfFiftyRacingPushes() throws Exception {
        // given
        patients.insertOne(new Document("_id", "a"));

        // when
        for (int round = 0; round < 4; round++) {
            int each = round;
            race(racer -> patients.findOneAndUpdate(eq("_id", "a"), push("all", each * CLIENTS + racer)));
        }

        // then
        assertThat(patients.find(eq("_id", "a")).first().getList("all", Integer.class))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 4 * CLIENTS).boxed().toList());
    }

    @Test
    void shouldStopAnOrderedBulkWriteAtTheFirstError() {
        // given
        patients.createIndex(
                Indexes.ascending("email"), new IndexOptions().unique(true).sparse(true));
        patients.insertMany(List.of(
                new Document("_id", "a").append("email", "a"),
                new Document("_id", "b").append("email", "b"),
                new Document("_id", "c").append("email", "c")));
        var updates = List.of(
                new UpdateOneModel<Document>(eq("_id", "a"), set("n", 1)),
                new UpdateOneModel<Document>(eq("_id", "b"), set("email", "a")),
                new UpdateOneModel<Document>(eq("_id", "c"), set("n", 1)));

        // when
        assertThatThrownBy(() -> patients.bulkWrite(updates))
                .isInstanceOfSatisfying(MongoBulkWriteException.class, e -> {
                    assertThat(e.getWriteErrors()).hasSize(1);
                    assertThat(e.getWriteErrors().get(0).getIndex()).isOne();
                    assertThat(e.getWriteResult().getMatchedCount()).isOne();
                });

        // then
        assertThat(patients.countDocuments(eq("n", 1))).isOne();
        assertThatThrownBy(() -> patients.bulkWrite(updates, new BulkWriteOptions().ordered(false)))
                .isInstanceOf(MongoBulkWriteException.class);
        assertThat(patients.countDocuments(eq("n", 1))).isEqualTo(2);
    }

    @Test
    void shouldCountWhatABulkInsertInserted() {
        patients.insertOne(new Document("_id", 1));
        var inserts = IntStream.range(0, 4)
                .mapToObj(id -> new InsertOneModel<>(new Document("_id", id)))
                .toList();

        assertThatThrownBy(() -> patients.bulkWrite(inserts))
                .isInstanceOfSatisfying(
                        MongoBulkWriteException.class,
                        e -> assertThat(e.getWriteResult().getInsertedCount()).isOne());
        assertThat(patients.countDocuments()).isEqualTo(2);
        assertThatThrownBy(() -> patients.bulkWrite(inserts, new BulkWriteOptions().ordered(false)))
                .isInstanceOfSatisfying(
                        MongoBulkWriteException.class,
                        e -> assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(2));
        assertThat(patients.countDocuments()).isEqualTo(4);
    }

    @Test
    void shouldPageByTimeAndIdWithinOnePatient() {
        // given
        patients.createIndex(Indexes.compoundIndex(Indexes.ascending("owner"), Indexes.descending("time", "_id")));
        for (int i = 0; i < 20; i++) {
            patients.insertOne(new Document("_id", "d" + (char) ('a' + i))
                    .append("owner", i % 2 == 0 ? "x" : "y")
                    .append("time", i / 4));
        }

        // when
        List<String> pages = new ArrayList<>();
        var page = new ArrayList<Document>();
        var filter = eq("owner", "x");
        do {
            page.clear();
            patients.find(filter).sort(Sorts.descending("time", "_id")).limit(3).into(page);
            page.forEach(each -> pages.add(each.getString("_id")));
            if (!page.isEmpty()) {
                Document last = page.get(page.size() - 1);
                filter = and(
                        eq("owner", "x"),
                        or(
                                lt("time", last.get("time")),
                                and(eq("time", last.get("time")), lt("_id", last.get("_id")))));
            }
        } while (!page.isEmpty());

        // then
        assertThat(pages).containsExactly("ds", "dq", "do", "dm", "dk", "di", "dg", "de", "dc", "da");
    }

    @Test
    void shouldReturnTheDocumentAfterFindOneAndUpdate() {
        patients.insertOne(new Document("_id", "a").append("n", 1));

        Document after = patients.findOneAndUpdate(
                eq("_id", "a"), inc("n", 1), new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));

        assertThat(after).containsEntry("n", 2);
        assertThat(patients.deleteOne(eq("_id", "a")).getDeletedCount()).isOne();
        assertThat(patients.countDocuments()).isZero();
    }

    @Test
    void shouldRefuseAFolderAndAPortInUse() throws Exception {
        try (EmbeddedStore intruder = new EmbeddedStore(folder);
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                EmbeddedStore elsewhere = new EmbeddedStore(folder.resolve("other"), other.getLocalPort())) {
            assertThatThrownBy(intruder::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(folder.toString());
            assertThatThrownBy(elsewhere::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + other.getLocalPort());
        }
    }

    @Test
    void shouldStartAgainOnTheSamePort() {
        // given
        int port = Integer.parseInt(store.connectionString("test").replaceAll(".*:(\\d+)/.*", "$1"));
        patients.insertOne(new Document("_id", "a"));

        // when
        store.close();
        store.close();
        store = new EmbeddedStore(folder, port);
        store.start();

        // then
        assertThat(patients.countDocuments()).isOne();
    }

    private interface Racer<T> {
        T run(int racer) throws Exception;
    }

    private static <T> List<T> race(Racer<T> racer) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<T>> racers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                racers.add(() -> racer.run(number));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(racers)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
