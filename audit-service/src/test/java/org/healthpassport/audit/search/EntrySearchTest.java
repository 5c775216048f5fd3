package org.healthpassport.audit.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.bson.Document;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.entry.Action;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.Outcome;
import org.healthpassport.audit.log.LogInMemory;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.projection.Generation;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.projection.LoggedEntry;
import org.healthpassport.audit.projection.Projector;
import org.healthpassport.audit.projection.RebuildCommand;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;

/** Against a real store: any question has the answer that a look at every entry gives. */
class EntrySearchTest {
    private static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();
    private static final int SIZE = 200;

    private static Index sample;

    /** An index of a log in memory. */
    private static final class Index {
        final MongoDatabase database = DATABASE.create();
        final LogInMemory log = new LogInMemory();
        final DurableDatabase store = new DurableDatabase(database);
        final Generations generations = new Generations(store);
        final Projector projector = new Projector(log, generations, List.of(new EntryIndex(store)));
        final LogInUse inUse = new LogInUse(LogInUse.FIRST);
        final VerifiedRows logged = new VerifiedRows(log);
        final EntrySearch search = new EntrySearch(store, generations, logged, inUse);

        Index fill(int size) {
            Random random = new Random(size);
            for (int i = 0; i < size; i++) {
                if (random.nextInt(20) == 0) {
                    log.append(Entry.of(("unreadable " + i).getBytes(UTF_8)));
                } else {
                    log.append(SampleEntries.entry(
                            SampleEntries.TIME.plusMillis(random.nextInt(10)),
                            Action.values()[random.nextInt(5)],
                            Outcome.values()[random.nextInt(4)],
                            "actor-" + random.nextInt(3),
                            random.nextInt(3) == 0 ? null : "patient-" + random.nextInt(3)));
                }
            }
            return this;
        }

        void project() throws IOException {
            while (projector.step()) {
                // The next step is the next part of the same work.
            }
        }

        List<Document> rows(Generation generation) {
            return database.getCollection(generation.collection(EntryIndex.COLLECTION))
                    .find()
                    .sort(new Document("_id", 1))
                    .into(new ArrayList<>());
        }
    }

    @BeforeContainer
    static void start() throws IOException {
        DATABASE.beforeAll(null);
        sample = new Index().fill(SIZE);
        sample.project();
    }

    @AfterContainer
    static void stop() throws IOException {
        DATABASE.afterAll(null);
    }

    @Property(tries = 60)
    void shouldFindExactlyWhatAnswersTheQuestion(
            @ForAll("filters") EntryFilter filter, @ForAll @IntRange(min = 10, max = 200) int limit)
            throws IOException {
        List<Long> expected = sample.log.logged().stream()
                .filter(entry -> matches(filter, entry))
                .map(LoggedEntry::index)
                .sorted((a, b) -> Long.compare(b, a))
                .toList();

        assertThat(pages(sample.search, filter, limit)).isEqualTo(expected);
    }

    @Property(tries = 3)
    void shouldNeitherSkipNorRepeatWhileEntriesArrive(@ForAll @IntRange(min = 1, max = 7) int limit)
            throws IOException {
        // given
        Index index = new Index().fill(20);
        index.project();
        List<Long> seen = new ArrayList<>();
        Optional<PageCursor> cursor = Optional.empty();
        do {
            // when
            EntryPage page = index.search.find(ALL, limit, cursor);
            page.items().forEach(item -> seen.add((Long) item.get("index")));
            assertThat(page.size()).isEqualTo(20);
            cursor = Optional.ofNullable(page.nextCursor()).flatMap(PageCursor::parse);
            index.fill(3);
            index.project();
        } while (cursor.isPresent());

        // then
        assertThat(seen).isEqualTo(LongStream.range(0, 20).mapToObj(i -> 19 - i).toList());
    }

    @Example
    void shouldRefuseACursorOfAnOlderLog() throws IOException {
        // given
        Index index = new Index().fill(20);
        index.project();
        Optional<PageCursor> cursor = Optional.ofNullable(
                        index.search.find(ALL, 5, Optional.empty()).nextCursor())
                .flatMap(PageCursor::parse);

        // when
        index.inUse.switchTo(2);

        // then
        assertThat(cursor).isPresent();
        assertThatThrownBy(() -> index.search.find(ALL, 5, cursor))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.MALFORMED_REQUEST));
    }

    @Property(tries = 1)
    void shouldTakeInEveryEntryOnceHoweverOftenItIsTold() throws IOException {
        // given
        Index index = new Index().fill(1300);
        Projector other = new Projector(index.log, index.generations, List.of(new EntryIndex(index.store)));
        EntryIndex view = new EntryIndex(index.store);

        // when
        view.apply(new Generation(0), index.log.logged().subList(500, 1200));
        while (index.projector.step() | other.step()) {
            view.apply(new Generation(0), index.log.logged().subList(0, 700));
        }

        // then
        assertThat(index.rows(new Generation(0)))
                .extracting(row -> row.getLong("_id"))
                .isEqualTo(LongStream.range(0, 1300).boxed().toList());
        assertThat(index.projector.lag()).isZero();
    }

    @Property(tries = 1)
    void shouldGiveTheSameRowsWhenMadeAnewAndAnswerMeanwhile() throws IOException {
        // given
        Index index = new Index().fill(1300);
        index.project();
        List<Document> before = index.rows(new Generation(0));
        index.database.getCollection(EntryIndex.COLLECTION).deleteMany(new Document("action", "R"));
        assertThatThrownBy(() -> pages(index.search, ALL, 200)).isInstanceOf(ProblemException.class);

        // when
        RebuildCommand command = new RebuildCommand(
                Map.of("MONGODB_URI", DATABASE.connectionString(index.database.getName())), nowhere(), nowhere());
        assertThat(command.run()).isEqualTo(RebuildCommand.ASKED);
        assertThat(command.run()).isEqualTo(RebuildCommand.ASKED);
        assertThat(index.projector.step()).isTrue();
        assertThat(index.generations.current()).isEqualTo(new Generation(0));
        index.project();

        // then
        assertThat(index.generations.current()).isEqualTo(new Generation(1));
        assertThat(index.rows(new Generation(1))).isEqualTo(before);
        assertThat(index.rows(new Generation(0))).isEmpty();
        assertThat(pages(index.search, ALL, 200)).hasSize(1300);
    }

    @Property(tries = 1)
    void shouldRatherShowNothingThanRowsThatAreNotWhatTheLogSays() throws IOException {
        Index index = new Index().fill(20);
        index.project();
        MongoCollection<Document> rows = index.database.getCollection(EntryIndex.COLLECTION);
        Document readable = rows.find(new Document("actor", "actor-1")).first();
        Document another = new Document(readable).append("_id", 20L);
        List<Document> falsified = List.of(
                new Document(readable).append("outcome", 12).append("actorRole", "ADMIN"),
                new Document(readable).append("organization", "more"),
                new Document("_id", readable.get("_id")).append("actor", "actor-1"));
        EntryFilter filter = new EntryFilter(
                Optional.empty(),
                Optional.of("actor-1"),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        List<Long> honest = pages(index.search, filter, 5);
        long differences = 0;

        for (Document row : falsified) {
            // when
            rows.replaceOne(new Document("_id", row.get("_id")), row);

            // then
            assertThatThrownBy(() -> pages(index.search, filter, 5)).isInstanceOf(ProblemException.class);
            assertThatThrownBy(() -> pages(index.search, ALL, 5)).isInstanceOf(ProblemException.class);
            assertThat(index.logged.differences()).isEqualTo(differences += 2);
            rows.replaceOne(new Document("_id", row.get("_id")), readable);
            assertThat(pages(index.search, filter, 5)).isEqualTo(honest);
        }
        rows.insertOne(another);
        assertThat(pages(index.search, filter, 5)).isEqualTo(honest);
        rows.deleteOne(new Document("_id", 0L));
        assertThatThrownBy(() -> pages(index.search, ALL, 20)).isInstanceOf(ProblemException.class);
    }

    @Property(tries = 1)
    void shouldGoOnBehindEntryOfWhichNoRowCanBeMade() throws IOException {
        // given
        Index index = new Index();
        index.log.append(SampleEntries.entry(
                Instant.parse("+300000000-01-01T00:00:00Z"), Action.READ, Outcome.SUCCESS, "somebody", null));
        index.fill(3);

        // when
        index.project();

        // then
        EntryPage page = index.search.find(ALL, 10, Optional.empty());
        assertThat(page.items()).hasSize(4);
        assertThat(page.items().get(3)).containsEntry("index", 0L).containsEntry("readable", false);
    }

    @Property(tries = 1)
    void shouldSayWhenTheDatabaseOfARebuildIsAway() {
        for (String uri : List.of(
                "nonsense", "mongodb://127.0.0.1:1", "mongodb://127.0.0.1:1/audit?serverSelectionTimeoutMS=50")) {
            assertThat(new RebuildCommand(Map.of("MONGODB_URI", uri), nowhere(), nowhere()).run())
                    .isEqualTo(RebuildCommand.FAILED);
        }
    }

    private static final EntryFilter ALL = new EntryFilter(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    @Provide
    Arbitrary<EntryFilter> filters() {
        Arbitrary<Optional<Instant>> times = Arbitraries.integers()
                .between(-1_000, 11_000)
                .map(micros -> SampleEntries.TIME.plusNanos(micros * 1_000L))
                .optional();
        return Combinators.combine(
                        Arbitraries.of("patient-0", "patient-1", "nobody").optional(0.3),
                        Arbitraries.of("actor-0", "actor-1", "nobody").optional(0.3),
                        Arbitraries.<List<String>>of(
                                List.of(), List.of("other"), List.of("other", "org.healthpassport.record.read.v1")),
                        Arbitraries.of(Action.class).optional(0.3),
                        Arbitraries.of(Outcome.class).optional(0.3),
                        times,
                        times)
                .as(EntryFilter::new);
    }

    private static boolean matches(EntryFilter filter, LoggedEntry logged) {
        if (logged.content().isEmpty()) {
            return filter.isEmpty();
        }
        AuditEntry entry = logged.content().get();
        return filter.patient().map(value -> value.equals(entry.patient())).orElse(true)
                && filter.actor().map(value -> value.equals(entry.actor().id())).orElse(true)
                && (filter.types().isEmpty() || filter.types().contains(entry.type()))
                && filter.action().map(value -> value == entry.action()).orElse(true)
                && filter.outcome().map(value -> value == entry.outcome()).orElse(true)
                && filter.from().map(value -> !entry.time().isBefore(value)).orElse(true)
                && filter.to().map(value -> entry.time().isBefore(value)).orElse(true);
    }

    private static PrintStream nowhere() {
        return new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    }

    private static List<Long> pages(EntrySearch search, EntryFilter filter, int limit) throws IOException {
        List<Long> found = new ArrayList<>();
        Optional<PageCursor> cursor = Optional.empty();
        do {
            EntryPage page = search.find(filter, limit, cursor);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            page.items().forEach(item -> found.add((Long) item.get("index")));
            cursor = Optional.ofNullable(page.nextCursor()).flatMap(PageCursor::parse);
        } while (cursor.isPresent());
        return found;
    }
}
