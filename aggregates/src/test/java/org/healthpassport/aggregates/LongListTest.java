package org.healthpassport.aggregates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.healthpassport.aggregates.list.ListPosition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A list that is longer than what is read at once. */
class LongListTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final int LENGTH = 160;

    private static final SentCommands COMMANDS = new SentCommands();
    private static StoreAndBus real;
    private static MongoClient client;
    private static Aggregates<Counter> counters;
    private static String subjectId;

    @BeforeAll
    static void start() {
        real = StoreAndBus.shared();
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(real.mongoUri()))
                .addCommandListener(COMMANDS)
                .build());
        counters = real.idleStore(new ReactiveMongoTemplate(client, "test")).of(Counter.KIND);
        subjectId = real.ids().next();
        real.keyRing().create(subjectId).block(WITHIN);
        Flux.range(0, LENGTH)
                .flatMap(number -> counters.create(real.ids().next(), new Counter(subjectId, number)), 16)
                .blockLast(WITHIN);
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @BeforeEach
    void forget() {
        COMMANDS.forget();
    }

    @Test
    void shouldListEachOnceNewestFirst() {
        List<ListPosition> positions = counters.ofSubject(subjectId, null)
                .map(ListedAggregate::position)
                .collectList()
                .block(WITHIN);

        assertThat(positions).hasSize(LENGTH).doesNotHaveDuplicates();
        assertThat(positions)
                .isSortedAccordingTo((one, other) -> one.time().equals(other.time())
                        ? other.id().compareTo(one.id())
                        : other.time().compareTo(one.time()));
        // the last one is for those without a time
        assertThat(finds()).hasSize(4);
    }

    @Test
    void shouldReadNoMoreThanItsReaderNeeds() {
        counters.ofSubject(subjectId, null).take(20).blockLast(WITHIN);

        assertThat(finds())
                .singleElement()
                .satisfies(
                        find -> assertThat(find.getNumber("limit").intValue()).isLessThan(60));
    }

    @Test
    void shouldWaitForItsReader() {
        List<Integer> findsWhenRead = counters.ofSubject(subjectId, null)
                .concatMap(listed -> Mono.fromSupplier(() -> finds().size()).delayElement(Duration.ofMillis(1)), 1)
                .collectList()
                .block(WITHIN);

        assertThat(findsWhenRead).hasSize(LENGTH).isSorted().startsWith(1).contains(2, 3);
    }

    @ParameterizedTest
    @MethodSource("noTimes")
    void shouldLoseNoneBehindAPlaceThatIsNoTime(Object noTime) {
        // given
        String damaged = counters.ofSubject(subjectId, null)
                .map(listed -> listed.position().id())
                .elementAt(50)
                .block(WITHIN);
        Query itself = query(where("_id").is(damaged));
        String collection = Counter.KIND.collection();
        Document before =
                real.mongo().findOne(itself, Document.class, collection).block(WITHIN);

        try {
            // when
            real.mongo()
                    .updateFirst(itself, new Update().set("createdAt", noTime), collection)
                    .block(WITHIN);
            List<String> listed = counters.ofSubject(subjectId, null)
                    .map(each -> each.position().id())
                    .collectList()
                    .block(WITHIN);

            // then
            assertThat(listed).hasSize(LENGTH).doesNotHaveDuplicates().contains(damaged);
        } finally {
            real.mongo()
                    .updateFirst(itself, new Update().set("createdAt", before.get("createdAt")), collection)
                    .block(WITHIN);
        }
    }

    @Test
    void shouldLoseNoneWhenTheListIsChangedMeanwhile() {
        // given
        List<String> before = counters.ofSubject(subjectId, null)
                .map(listed -> listed.position().id())
                .collectList()
                .block(WITHIN);
        AtomicInteger given = new AtomicInteger();
        String added = real.ids().next();

        try {
            // when
            List<String> listed = counters.ofSubject(subjectId, null)
                    .map(each -> each.position().id())
                    .concatMap(
                            id -> given.incrementAndGet() == 20
                                    ? counters.create(added, new Counter(subjectId, 0))
                                            .thenReturn(id)
                                    : Mono.just(id),
                            1)
                    .collectList()
                    .block(WITHIN);

            // then
            assertThat(listed).doesNotHaveDuplicates().containsAll(before);
        } finally {
            counters.discard(added).block(WITHIN);
        }
    }

    static Stream<Object> noTimes() {
        return Stream.of(List.of(new Date(0), new Date()), new BsonTimestamp(1, 1), "2020", 7L);
    }

    private static List<BsonDocument> finds() {
        return COMMANDS.of("find", Counter.KIND.collection());
    }
}
