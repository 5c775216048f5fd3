package org.healthpassport.api.access.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.bson.Document;
import org.healthpassport.aggregates.head.StreamHeads;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.outbox.OutboxRelay;
import org.healthpassport.api.ApiUnderTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.SimpleReactiveMongoDatabaseFactory;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

class MongoAccessBatchesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.parse("2020-03-01T12:00:30Z");

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    /** Another instance of the class than the one that the service itself runs. */
    private final ReactiveMongoTemplate mongo =
            new ReactiveMongoTemplate(new SimpleReactiveMongoDatabaseFactory(api.bean(MongoClient.class), "batches"));

    private final Ids ids = new Ids();
    private final String own = ids.next();
    private final String foreign = ids.next();
    private MongoAccessBatches batches;

    @BeforeEach
    void writeOneBatch() {
        batches = new MongoAccessBatches(
                mongo, api.bean(OutboxRelay.class), api.bean(StreamHeads.class), ids, Clock.fixed(NOW, ZoneOffset.UTC));
        batches.insert(new Producer(own, 9), List.of()).block(PATIENCE);
        mongo.updateMulti(
                        Query.query(Criteria.where("producer").is(own)),
                        new Update().unset("outbox"),
                        MongoAccessBatches.COLLECTION)
                .block(PATIENCE);
    }

    @Test
    void shouldSayInTheClearWhatTheLastEventWas() {
        Document batch = of(own).get(0);

        assertThat(batch.getLong("last")).isEqualTo(9);
        assertThat(batch.getString("changed")).isEqualTo("2020-03-01T12:00Z");
    }

    @Test
    void shouldSweepOwnBatchesAfterAMinuteButNotTheNewest() {
        // given
        empty(own, 3, NOW.minusSeconds(120));
        empty(own, 6, NOW.minusSeconds(60));
        waiting(own, 2, NOW.minusSeconds(600));

        // when
        batches.sweep().block(PATIENCE);

        // then
        assertThat(of(own)).extracting(batch -> batch.getLong("last")).containsExactlyInAnyOrder(9L, 6L, 2L);
    }

    @Test
    void shouldSweepBatchesOfOthersAfterThirtyDays() {
        // given
        empty(foreign, 3, NOW.minus(Duration.ofDays(31)));
        empty(foreign, 6, NOW.minus(Duration.ofDays(29)));
        waiting(foreign, 2, NOW.minus(Duration.ofDays(90)));

        // when
        batches.sweep().block(PATIENCE);

        // then
        assertThat(of(foreign)).extracting(batch -> batch.getLong("last")).containsExactlyInAnyOrder(6L, 2L);
    }

    private void empty(String producer, long last, Instant time) {
        mongo.insert(batch(producer, last, time), MongoAccessBatches.COLLECTION).block(PATIENCE);
    }

    /** An event of a type that the service's relay does not know, and so leaves alone. */
    private void waiting(String producer, long last, Instant time) {
        List<Document> events = List.of(new Document("type", "org.healthpassport.unknown.v9"));
        mongo.insert(
                        batch(producer, last, time).append("outbox", "PENDING").append("pendingEvents", events),
                        MongoAccessBatches.COLLECTION)
                .block(PATIENCE);
    }

    private Document batch(String producer, long last, Instant time) {
        return new Document("_id", ids.next())
                .append("producer", producer)
                .append("last", last)
                .append("changed", StreamHeads.minute(time));
    }

    private List<Document> of(String producer) {
        return mongo.find(
                        Query.query(Criteria.where("producer").is(producer)),
                        Document.class,
                        MongoAccessBatches.COLLECTION)
                .collectList()
                .block(PATIENCE);
    }
}
