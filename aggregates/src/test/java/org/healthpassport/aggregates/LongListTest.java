package org.healthpassport.aggregates;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.time.Duration;
import java.util.List;
import org.bson.BsonDocument;
import org.healthpassport.aggregates.outbox.OutboxTestAccess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
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
        counters = new AggregateStore(
                        new ReactiveMongoTemplate(client, "test"),
                        real.keyRing(),
                        OutboxTestAccess.idleRelay(real),
                        real.stamps(),
                        real.heads(),
                        real.ids(),
                        real.alarm(),
                        real.clock())
                .of(Counter.KIND);
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
        assertThat(finds()).hasSize(3);
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

        assertThat(findsWhenRead).hasSize(LENGTH).isSorted().startsWith(1).endsWith(3);
    }

    private static List<BsonDocument> finds() {
        return COMMANDS.of("find", Counter.KIND.collection());
    }
}
