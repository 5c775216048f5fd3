package org.healthpassport.embedded.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.MongoServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.healthpassport.embedded.LoopbackPort;
import org.healthpassport.embedded.store.commit.GroupCommit;
import org.healthpassport.embedded.store.commit.StallingDisk;
import org.healthpassport.embedded.store.commit.StoreFile;
import org.healthpassport.embedded.store.disk.BallastFile;
import org.healthpassport.embedded.store.disk.FreeSpaceGuard;
import org.healthpassport.embedded.store.login.StoreAccess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StalledDiskTest {
    private static final int THREADS = 32;
    /** Longer than an answer from memory takes. */
    private static final Duration A_WHILE = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private StallingDisk disk;
    private MongoServer server;
    private MongoClient client;
    private MongoDatabase database;
    private MongoCollection<Document> links;

    @BeforeEach
    void start() {
        StoreFile file = StoreFile.open(folder.resolve("store").toString(), () -> true);
        disk = new StallingDisk(file);
        server = new MongoServer(new DurableH2Backend(
                file,
                new GroupCommit(disk, failure -> {}),
                new FreeSpaceGuard(folder, () -> Long.MAX_VALUE, new BallastFile(folder)),
                StoreAccess.of(null)));
        int port = LoopbackPort.claim(0, "test");
        server.bind(new InetSocketAddress(LoopbackPort.HOST, port), 1, THREADS);
        client = MongoClients.create("mongodb://" + LoopbackPort.HOST + ":" + port + "/?retryWrites=false");
        database = client.getDatabase("test");
        links = database.getCollection("links");
        links.createIndex(
                Indexes.ascending("email"), new IndexOptions().unique(true).sparse(true));
        for (int i = 0; i < 10; i++) {
            links.insertOne(new Document("_id", "other " + i).append("open", true));
        }
        links.insertOne(new Document("_id", "link").append("open", true).append("version", 1));
        database.getCollection("patients").insertOne(new Document("_id", "patient"));
    }

    @AfterEach
    void stop() {
        disk.goOn();
        callers.shutdownNow();
        client.close();
        server.shutdownNow();
    }

    @Test
    void shouldAnswerNothingThatRestsOnAWriteWhichIsNotDurable() throws Exception {
        // given
        MongoCursor<Document> cursor = links.find().batchSize(2).iterator();
        cursor.next();
        cursor.next();
        disk.stall();
        Future<?> revocation = callers.submit(() -> links.updateOne(
                and(eq("_id", "link"), eq("version", 1)),
                Updates.combine(Updates.set("open", false), Updates.set("version", 2), Updates.set("email", "e"))));
        Future<?> deletion = callers.submit(() -> links.deleteOne(eq("_id", "other 9")));
        awaitUnanswered(Map.of("revocation", revocation, "deletion", deletion));

        // when
        Map<String, Future<?>> answers = new LinkedHashMap<>();
        ask(answers, "revoked already", () -> links.find(eq("_id", "link")).first());
        ask(answers, "deleted already", () -> links.find(eq("_id", "other 9")).first());
        ask(answers, "deleted by nobody", () -> links.deleteOne(eq("_id", "other 9")));
        ask(
                answers,
                "changed meanwhile",
                () -> links.updateOne(and(eq("_id", "link"), eq("version", 1)), Updates.set("version", 2)));
        ask(answers, "not found", () -> links.findOneAndUpdate(eq("open", "never"), Updates.set("open", false)));
        ask(answers, "email taken", () -> links.insertOne(new Document("_id", "new").append("email", "e")));
        ask(answers, "id taken", () -> links.insertOne(new Document("_id", "other 1")));
        ask(answers, "listed", () -> links.find(eq("open", false)).into(new ArrayList<>()));
        ask(answers, "counted", () -> links.countDocuments());
        ask(answers, "counted by the old command", () -> database.runCommand(new Document("count", "links")));
        ask(answers, "estimated", () -> links.estimatedDocumentCount());
        ask(answers, "distinct", () -> links.distinct("open", Boolean.class).into(new ArrayList<>()));
        ask(
                answers,
                "grouped",
                () -> links.aggregate(List.of(Aggregates.group("$open", Accumulators.sum("all", 1))))
                        .into(new ArrayList<>()));
        ask(
                answers,
                "looked up",
                () -> database.getCollection("patients")
                        .aggregate(List.of(Aggregates.lookup("links", "_id", "patientId", "links")))
                        .into(new ArrayList<>()));
        ask(answers, "next page", cursor::next);
        ask(answers, "statistics", () -> database.runCommand(new Document("dbStats", 1)));
        ask(answers, "indexes", () -> links.listIndexes().into(new ArrayList<>()));
        ask(answers, "collections", () -> database.listCollectionNames().into(new ArrayList<>()));

        // then
        awaitUnanswered(answers);
        disk.goOn();
        for (Map.Entry<String, Future<?>> answer : answers.entrySet()) {
            if (answer.getKey().endsWith(" taken")) {
                assertThatThrownBy(() -> answer.getValue().get()).hasCauseInstanceOf(MongoWriteException.class);
            } else {
                answer.getValue().get(30, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void shouldAnswerAtOnceWhatDoesNotRestOnIt() {
        // given
        disk.stall();
        Future<?> revocation = callers.submit(() -> links.updateOne(eq("_id", "link"), Updates.set("open", false)));
        awaitUnanswered(Map.of("revocation", revocation));

        // when, then
        assertThat(links.find(eq("_id", "other 1")).first()).isNotNull();
        assertThat(links.find(eq("_id", "never was")).first()).isNull();
        assertThat(database.getCollection("patients").countDocuments()).isEqualTo(1);
        for (String command : List.of("hello", "isMaster", "ping", "buildInfo", "serverStatus")) {
            assertThat(client.getDatabase("admin").runCommand(new Document(command, 1)))
                    .containsEntry("ok", 1.0);
        }
        assertThat(revocation).isNotDone();
    }

    @Test
    void shouldAnswerReadsOfAnyConcernAtOnceWhenNothingIsUncommitted() {
        // given
        disk.stall();

        // when, then
        assertThat(links.countDocuments()).isEqualTo(11);
        assertThat(links.find().batchSize(2).into(new ArrayList<>())).hasSize(11);
        assertThat(links.distinct("open", Boolean.class).into(new ArrayList<>()))
                .containsExactly(true);
        assertThat(links.listIndexes().into(new ArrayList<>())).hasSize(2);
        for (ReadConcern concern : List.of(ReadConcern.LOCAL, ReadConcern.MAJORITY, ReadConcern.LINEARIZABLE)) {
            assertThat(links.withReadConcern(concern)
                            .withReadPreference(ReadPreference.primary())
                            .find(eq("_id", "link"))
                            .maxTime(5, TimeUnit.SECONDS)
                            .first())
                    .containsEntry("version", 1);
            assertThat(links.withReadConcern(concern)
                            .withReadPreference(ReadPreference.secondaryPreferred())
                            .countDocuments(eq("_id", "link")))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldAnswerNoReadAfterTheDiskBroke() {
        // given
        disk.stall();
        Future<?> revocation = callers.submit(() -> links.updateOne(eq("_id", "link"), Updates.set("open", false)));
        awaitUnanswered(Map.of("revocation", revocation));
        Future<?> again = callers.submit(() -> links.find(eq("_id", "link")).first());
        awaitUnanswered(Map.of("again", again));

        // when
        disk.breakDown();

        // then
        assertThatThrownBy(revocation::get).hasCauseInstanceOf(MongoCommandException.class);
        assertThatThrownBy(again::get)
                .hasCauseInstanceOf(MongoCommandException.class)
                .hasMessageContaining("could not write to its disk");
    }

    private void ask(Map<String, Future<?>> answers, String name, Callable<?> question) {
        answers.put(name, callers.submit(question));
    }

    private static void awaitUnanswered(Map<String, ? extends Future<?>> answers) {
        await().during(A_WHILE)
                .untilAsserted(() -> assertThat(answers)
                        .allSatisfy(
                                (name, answer) -> assertThat(answer).as(name).isNotDone()));
    }
}
