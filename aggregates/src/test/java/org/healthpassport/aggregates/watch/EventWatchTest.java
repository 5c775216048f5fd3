package org.healthpassport.aggregates.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.aggregates.witness.KafkaWitness;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.kafka.AttestedEvent;
import org.healthpassport.events.qrcode.QrCodeOpened;
import org.healthpassport.events.qrcode.QrCodeRevoked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;

/** The knowledge of an instance at its start and later, on a real store and a real broker. */
class EventWatchTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String COLLECTION = "watchedInTest";

    private static final StoreAndBus real = StoreAndBus.shared();

    private final ReactiveMongoTemplate mongo = real.anotherMongo();
    private final Watched<String> watched = new Watched<>(
            "tests",
            COLLECTION,
            Criteria.where("status").is("SHUT"),
            state -> true,
            Set.of(EventType.QR_CODE_REVOKED, EventType.QR_CODE_OPENED),
            Set.of(EventType.QR_CODE_REVOKED),
            1 << 10);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final EventWatch watch = watch(real.bean(KafkaClients.class));
    private final String id = real.ids().next();

    private EventWatch watch(KafkaClients clients) {
        return new EventWatch(mongo, clients, real.macs(), new KafkaWitness(null), List.of(watched), metrics);
    }

    /** Without a topic, an instance waits for it, as the store has links. */
    @BeforeEach
    void createTopic() {
        send(event(EventType.QR_CODE_OPENED, real.ids().next(), 1L));
    }

    @AfterEach
    void stop() {
        watch.stop();
    }

    @Test
    void shouldKnowWhatStoreAndBusHadAtTheStart() throws Exception {
        // given
        String stored = real.ids().next();
        String open = real.ids().next();
        store(stored, "SHUT", 7L);
        store(open, "OPEN", 7L);
        store(id, "SHUT", 2L);
        send(event(EventType.QR_CODE_REVOKED, id, 5L));
        send(event(EventType.QR_CODE_OPENED, id, 6L));
        send(event(EventType.QR_CODE_REVOKED, id, 4L));
        send(event(EventType.QR_CODE_OPENED, open, 8L));

        // when
        watch.attempt();

        // then
        assertThat(watch.isComplete()).isTrue();
        assertThat(watched.isComplete()).isTrue();
        assertThat(watched.newest(stored)).isEqualTo(7);
        assertThat(watched.knows(open)).isFalse();
        assertThat(watched.newest(id)).isEqualTo(6);
        assertThat(metrics.get("healthpassport.watched.aggregates")
                        .tag("kind", "tests")
                        .gauge()
                        .value())
                .isGreaterThanOrEqualTo(2);
        assertThat(metrics.get("healthpassport.watched.pushed.out")
                        .tag("kind", "tests")
                        .functionCounter()
                        .count())
                .isZero();
    }

    @Test
    void shouldHearOfWhatComesLater() throws Exception {
        // given
        watch.attempt();
        assertThat(watched.knows(id)).isFalse();

        // when
        send(event(EventType.QR_CODE_REVOKED, id, 3L));

        // then
        await().atMost(WITHIN).until(() -> watched.newest(id) == 3);
    }

    @Test
    void shouldNotBelieveAnEventWithoutTheMacOfItsWriter() throws Exception {
        // given
        watch.attempt();
        String other = real.ids().next();

        // when
        Event forged = event(EventType.QR_CODE_REVOKED, id, 9L);
        AttestedEvent genuine = real.macs().attest(event(EventType.QR_CODE_REVOKED, id, 3L));
        real.publisher().publish(new AttestedEvent(forged, genuine.macs())).join();
        send(event(EventType.QR_CODE_REVOKED, id, 3L));
        send(event(EventType.QR_CODE_REVOKED, other, 1L));

        // then
        await().atMost(WITHIN).until(() -> watched.newest(id) == 3 && watched.knows(other));
    }

    private void store(String aggregateId, String status, long last) {
        mongo.save(new Document("_id", aggregateId).append("status", status).append("last", last), COLLECTION)
                .block(WITHIN);
    }

    private static void send(Event event) {
        EventPublisher publisher = real.publisher();
        publisher.publish(real.macs().attest(event)).join();
    }

    private static Event event(EventType type, String subject, long sequence) {
        return new Event(
                real.ids().next(),
                type,
                subject,
                Instant.now(),
                "a patient",
                sequence,
                "a request",
                null,
                null,
                EventCodec.encode(
                        type == EventType.QR_CODE_OPENED
                                ? new QrCodeOpened(subject, "a patient", 1)
                                : new QrCodeRevoked(subject, "a patient")));
    }
}
