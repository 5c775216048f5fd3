package org.healthpassport.embedded.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.bson.Document;

/** The same operations have the same answers with and without indexes, and on a real mongod where one is found. */
class StoreAnswersTest {
    private static Path folder;
    private static EmbeddedStore store;
    private static MongoClient client;
    private static Optional<RealMongod> mongod;
    private static Optional<MongoClient> mongodClient;

    @BeforeContainer
    static void start() throws IOException {
        folder = Files.createTempDirectory("store-answers");
        store = new EmbeddedStore(folder.resolve("store"));
        store.start();
        client = MongoClients.create(store.connectionString("test"));
        mongod = RealMongod.startIn(Files.createDirectory(folder.resolve("mongod")));
        mongodClient = mongod.map(server -> MongoClients.create(server.connectionString()));
    }

    @AfterContainer
    static void stop() throws Exception {
        client.close();
        store.close();
        mongodClient.ifPresent(MongoClient::close);
        if (mongod.isPresent()) {
            mongod.get().close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 30, shrinking = ShrinkingMode.BOUNDED)
    void shouldAnswerAlikeWithAndWithoutIndexesAndOnMongod(@ForAll("ordinaryOperations") List<Operation> operations) {
        List<MongoCollection<Document>> collections = freshCollections();
        mongodClient.ifPresent(real -> collections.add(fresh(real.getDatabase("test"), "indexed")));
        compare(operations, collections);
    }

    @Property(tries = 30, shrinking = ShrinkingMode.BOUNDED)
    void shouldAnswerAlikeWithAndWithoutIndexesWhateverTheValues(@ForAll("wildOperations") List<Operation> operations) {
        compare(operations, freshCollections());
    }

    private static void compare(List<Operation> operations, List<MongoCollection<Document>> collections) {
        for (Operation operation : operations) {
            List<Object> answers = new ArrayList<>();
            collections.forEach(collection -> answers.add(operation.answer(collection)));
            assertThat(answers).as("%s", operation).containsOnly(answers.get(0));
        }
        // The rest has no remains in any index: it can be removed, and nothing is found afterwards.
        for (MongoCollection<Document> collection : collections) {
            for (Document left : collection.find().into(new ArrayList<>())) {
                assertThat(collection
                                .deleteOne(new Document("_id", left.get("_id")))
                                .getDeletedCount())
                        .isOne();
            }
            assertThat(collection.countDocuments(new Document("owner", null))).isZero();
        }
    }

    private static List<MongoCollection<Document>> freshCollections() {
        MongoCollection<Document> unindexed = client.getDatabase("test").getCollection("unindexed");
        unindexed.drop();
        List<MongoCollection<Document>> collections = new ArrayList<>();
        collections.add(fresh(client.getDatabase("test"), "indexed"));
        collections.add(unindexed);
        return collections;
    }

    private static MongoCollection<Document> fresh(MongoDatabase database, String name) {
        MongoCollection<Document> collection = database.getCollection(name);
        collection.drop();
        collection.createIndex(Indexes.ascending("owner", "time"));
        collection.createIndex(Indexes.compoundIndex(Indexes.ascending("owner"), Indexes.descending("at", "_id")));
        collection.createIndex(Indexes.ascending("tags"));
        collection.createIndex(Indexes.ascending("outbox"), new IndexOptions().sparse(true));
        collection.createIndex(Indexes.ascending("events.eventId", "owner"), new IndexOptions().sparse(true));
        return collection;
    }

    @Provide
    Arbitrary<List<Operation>> ordinaryOperations() {
        Arbitrary<Object> times = Arbitraries.integers().between(0, 3).map(time -> time);
        Arbitrary<Date> dates = dates().injectNull(0.1);
        return operations(
                Combinators.combine(
                                Arbitraries.of("x", "y"),
                                times,
                                Arbitraries.of("a", "b").list().uniqueElements().ofMaxSize(2),
                                dates,
                                Arbitraries.of(true, false))
                        .as((owner, time, tags, at, pending) -> {
                            Document fields = new Document("owner", owner)
                                    .append("time", time)
                                    .append("tags", tags)
                                    .append("at", at);
                            return pending ? fields.append("outbox", "PENDING") : fields;
                        }),
                Arbitraries.of("x", "y", "a", "PENDING"));
    }

    @Provide
    Arbitrary<List<Operation>> wildOperations() {
        Arbitrary<Object> values = Arbitraries.of(Arrays.asList(
                null,
                1,
                1L,
                1.0,
                -0.0,
                0,
                "x",
                "y",
                new Date(-1),
                new Date(2),
                true,
                List.of(),
                List.of("x"),
                Arrays.asList("x", 1, null),
                List.of(List.of("x")),
                new Document("eventId", "x"),
                List.of(new Document("eventId", "x"), new Document("eventId", List.of(1, "y")))));
        Arbitrary<Document> documents = Combinators.combine(
                        Arbitraries.of("owner", "time", "at", "tags", "outbox", "events"), values)
                .as(Document::new)
                .list()
                .ofMaxSize(4)
                .map(parts -> {
                    Document all = new Document();
                    parts.forEach(all::putAll);
                    return all;
                });
        return operations(documents, values);
    }

    private static Arbitrary<List<Operation>> operations(Arbitrary<Document> documents, Arbitrary<Object> values) {
        Arbitrary<String> ids = Arbitraries.of("1", "2", "3", "4", "5");
        Arbitrary<String> events = Arbitraries.of("e1", "e2", "e3");
        Arbitrary<String> fields = Arbitraries.of("owner", "time", "tags", "outbox", "events.eventId");
        Arbitrary<Integer> small = Arbitraries.integers().between(0, 3);
        Arbitrary<Document> equal = Combinators.combine(
                        fields, values, fields, values, Arbitraries.integers().between(0, 3))
                .as(StoreAnswersTest::equality);
        Arbitrary<Operation> operation = Arbitraries.oneOf(
                Combinators.combine(ids, documents).as(Operation.Insert::new),
                Combinators.combine(ids, documents).as(Operation.Insert::new),
                Combinators.combine(ids, small, documents, events).as(Operation.Change::new),
                Combinators.combine(ids, Arbitraries.of("owner", "outbox", "tags"))
                        .as(Operation.Unset::new),
                Combinators.combine(ids, events.list().ofMaxSize(2)).as(Operation.Pull::new),
                Combinators.combine(fields, values, Arbitraries.of("p", "q")).as(Operation.Take::new),
                Combinators.combine(ids.list().ofMinSize(1).ofMaxSize(3), documents.filter(d -> !d.isEmpty()))
                        .as(Operation.Bulk::new),
                ids.map(Operation.Delete::new),
                equal.map(Operation.Find::new),
                equal.map(Operation.Find::new),
                Combinators.combine(ids, ids).as(Operation.Range::new),
                Combinators.combine(values, small, ids).as(Operation.Page::new),
                Combinators.combine(values, dates().injectNull(0.3), ids, small).as(Operation.ListPage::new));
        return operation.list().ofMinSize(5).ofMaxSize(40);
    }

    private static Arbitrary<Date> dates() {
        return Arbitraries.longs().between(-1, 2).map(Date::new);
    }

    private static Document equality(String field, Object value, String other, Object otherValue, int shape) {
        return switch (shape) {
            case 0 -> new Document(field, value);
            case 1 -> new Document(field, value).append(other, otherValue);
            case 2 -> new Document(field, new Document("$in", Arrays.asList(value, otherValue)));
            default ->
                new Document(
                        "$and",
                        List.of(
                                new Document(field, new Document("$eq", value)),
                                new Document(other, new Document("$gte", otherValue))));
        };
    }
}
