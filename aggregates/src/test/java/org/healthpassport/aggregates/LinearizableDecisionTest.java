package org.healthpassport.aggregates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.time.Duration;
import java.util.List;
import org.healthpassport.aggregates.refusal.Refused;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

class LinearizableDecisionTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private static final SentCommands COMMANDS = new SentCommands();
    private static StoreAndBus real;
    private static MongoClient client;
    private static Aggregates<Counter> counters;
    private static Aggregates<Counter> countersOfSomebodyElse;

    private String id;

    @BeforeAll
    static void start() {
        real = StoreAndBus.shared();
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(real.mongoUri()))
                .addCommandListener(COMMANDS)
                .build());
        counters = over(new ReactiveMongoTemplate(client, "test"));
        countersOfSomebodyElse = over(real.anotherMongo());
    }

    private static Aggregates<Counter> over(ReactiveMongoTemplate mongo) {
        return real.idleStore(mongo).of(Counter.KIND);
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @BeforeEach
    void create() {
        id = real.ids().next();
        String subjectId = real.ids().next();
        real.keyRing().create(subjectId).block(WITHIN);
        counters.create(id, new Counter(subjectId, 0)).block(WITHIN);
        COMMANDS.forget();
    }

    @Test
    void shouldSayThatItIsAlreadySoOnlyByALinearizableRead() {
        // when
        Snapshot<Counter> found =
                counters.change(id, counter -> Decision.unchanged()).block(WITHIN);

        // then
        assertThat(found.version()).isEqualTo(1);
        assertThat(concernsOfReads()).endsWith("linearizable");
    }

    @Test
    void shouldRefuseOnlyByALinearizableRead() {
        // when
        assertThatThrownBy(() -> counters.change(id, counter -> Decision.refuse(new Counter.CountsNoMore()))
                        .block(WITHIN))
                .isInstanceOfSatisfying(
                        Refused.class, failure -> assertThat(failure.refusal()).isEqualTo(new Counter.CountsNoMore()));

        // then
        assertThat(concernsOfReads()).endsWith("linearizable");
    }

    @Test
    void shouldMissAnAggregateOnlyByALinearizableRead() {
        // when
        assertThat(counters.change("no such", Counter::step).blockOptional(WITHIN))
                .isEmpty();

        // then
        assertThat(concernsOfReads()).endsWith("linearizable");
    }

    @Test
    void shouldNotAskTheMajorityForWhatTheConditionalWriteDecides() {
        // when
        counters.change(id, Counter::step).block(WITHIN);

        // then
        assertThat(concernsOfReads()).hasSize(1).doesNotContain("linearizable");
    }

    @Test
    void shouldDecideALostRaceAnewByALinearizableRead() {
        // given
        boolean[] lost = {false};

        // when
        Snapshot<Counter> changed = counters.change(id, counter -> {
                    if (!lost[0]) {
                        lost[0] = true;
                        countersOfSomebodyElse
                                .change(id, Counter::step)
                                .toFuture()
                                .join();
                    }
                    return Counter.step(counter);
                })
                .block(WITHIN);

        // then
        assertThat(changed.state().value()).isEqualTo(2);
        assertThat(concernsOfReads()).endsWith("linearizable");
    }

    private static List<String> concernsOfReads() {
        return COMMANDS.of("find", "counters").stream()
                .map(SentCommands::readConcern)
                .toList();
    }
}
