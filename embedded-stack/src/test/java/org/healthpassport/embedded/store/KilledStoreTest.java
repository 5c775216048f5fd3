package org.healthpassport.embedded.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.healthpassport.embedded.ChildProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledStoreTest {
    private static final int ROUNDS = 5;
    private static final int WRITERS = 8;
    private static final int READERS = 2;
    private static final int WRITES_PER_ROUND = 300;

    @TempDir
    Path folder;

    /** The version of each document that the store has acknowledged last. */
    private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
    /** The newest version of each document that a reader was told of, acknowledged or not. */
    private final Map<String, Integer> told = new ConcurrentHashMap<>();

    @Test
    void shouldLoseNothingThatItAcknowledgedOrToldOfWhenKilled() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try (ChildProcess store = ChildProcess.start(StoreProcess.class, folder);
                    // Or else a read waits half a minute for a killed store to come back.
                    MongoClient client = MongoClients.create(store.firstLine() + "&retryReads=false")) {
                // given
                MongoCollection<Document> documents = client.getDatabase("test").getCollection("documents");
                documents.createIndex(
                        Indexes.ascending("email"),
                        new IndexOptions().unique(true).sparse(true));
                documents.createIndex(Indexes.ascending("owner", "time"));
                documents.createIndex(Indexes.ascending("tags"));
                documents.createIndex(Indexes.ascending("outbox"), new IndexOptions().sparse(true));
                assertNothingLost(documents);

                // when
                writeUntilKilled(round, documents, store);
            }
        }

        // then
        try (ChildProcess store = ChildProcess.start(StoreProcess.class, folder);
                MongoClient client = MongoClients.create(store.firstLine())) {
            assertNothingLost(client.getDatabase("test").getCollection("documents"));
        }
    }

    private void writeUntilKilled(int round, MongoCollection<Document> documents, ChildProcess store)
            throws InterruptedException {
        ExecutorService clients = Executors.newFixedThreadPool(WRITERS + READERS);
        int before = acknowledgedWrites();
        for (int writer = 0; writer < WRITERS; writer++) {
            String name = round + "-" + writer;
            clients.execute(() -> write(name, documents));
        }
        for (int reader = 0; reader < READERS; reader++) {
            clients.execute(() -> read(documents));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> acknowledgedWrites() - before >= WRITES_PER_ROUND);
        store.kill();
        clients.shutdown();
        assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    private int acknowledgedWrites() {
        return acknowledged.values().stream().mapToInt(version -> version + 1).sum();
    }

    private void write(String writer, MongoCollection<Document> documents) {
        try {
            for (int n = 0; ; n++) {
                String id = writer + "-" + n;
                documents.insertOne(document(id, 0));
                acknowledged.put(id, 0);
                String earlier = writer + "-" + n / 2;
                int version = acknowledged.get(earlier);
                Document next = document(earlier, version + 1);
                next.remove("_id");
                next.remove("outbox");
                documents.updateOne(
                        and(eq("_id", earlier), eq("version", version)),
                        combine(new Document("$set", next), new Document("$unset", new Document("outbox", 1))));
                acknowledged.put(earlier, version + 1);
            }
        } catch (MongoException killed) {
            // Writes that were not acknowledged may be there or not.
        }
    }

    /** Asks in several ways for what is being written at that moment. */
    private void read(MongoCollection<Document> documents) {
        try {
            for (int n = 0; ; n++) {
                documents.find(eq("owner", "owner " + n % 7)).forEach(this::remember);
                for (Document newest :
                        documents.find().sort(Sorts.descending("_id")).limit(3)) {
                    remember(newest);
                    Document again = documents.find(eq(newest.getString("_id"))).first();
                    if (again != null) {
                        remember(again);
                    }
                }
            }
        } catch (MongoException killed) {
            // Nothing more was told.
        }
    }

    private void remember(Document document) {
        told.merge(document.getString("_id"), document.getInteger("version"), Math::max);
    }

    private static Document document(String id, int version) {
        return new Document("_id", id)
                .append("version", version)
                .append("email", id + "/" + version)
                .append("owner", "owner " + (id.hashCode() + version) % 7)
                .append("time", version)
                .append("tags", List.of("t" + version % 3, "u" + id.length()))
                .append("outbox", "PENDING")
                .append("body", "x".repeat(500));
    }

    private void assertNothingLost(MongoCollection<Document> documents) {
        List<Document> all = documents.find().into(new ArrayList<>());
        Map<String, Document> byId = new ConcurrentHashMap<>();
        all.forEach(document -> byId.put(document.getString("_id"), document));
        acknowledged.forEach((id, version) ->
                assertThat(byId.get(id).getInteger("version")).as(id).isBetween(version, version + 1));
        told.forEach((id, version) -> {
            assertThat(byId).as("told of %s", id).containsKey(id);
            assertThat(byId.get(id).getInteger("version")).as(id).isGreaterThanOrEqualTo(version);
        });
        // Writes that were on their way when the process died count from here on.
        all.forEach(document -> acknowledged.put(document.getString("_id"), document.getInteger("version")));
        assertIndexesAgree(documents, all);
    }

    private static void assertIndexesAgree(MongoCollection<Document> documents, List<Document> all) {
        for (String field : List.of("owner", "tags", "outbox", "email")) {
            Map<Object, Set<String>> expected = new ConcurrentHashMap<>();
            for (Document document : all) {
                Object value = document.get(field);
                for (Object each : value instanceof List<?> list ? list : value == null ? List.of() : List.of(value)) {
                    expected.computeIfAbsent(each, key -> new HashSet<>()).add(document.getString("_id"));
                }
            }
            // Any of the many unique values shows what all do.
            expected.entrySet().stream().limit(50).forEach(entry -> {
                Bson query = eq(field, entry.getKey());
                assertThat(documents.find(query).map(document -> document.getString("_id")))
                        .as("%s = %s", field, entry.getKey())
                        .containsExactlyInAnyOrderElementsOf(entry.getValue());
                assertThat(documents.countDocuments(query))
                        .isEqualTo(entry.getValue().size());
            });
        }
        assertThat(documents.countDocuments()).isEqualTo(all.size());
        all.stream()
                .limit(20)
                .forEach(document -> assertThatThrownBy(() -> documents.insertOne(
                                new Document("_id", "intruder").append("email", document.get("email"))))
                        .isInstanceOf(MongoWriteException.class));
    }
}
