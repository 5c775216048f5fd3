package org.healthpassport.aggregates.eventkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.aggregates.eventkey.KeyUses.Named;
import org.healthpassport.aggregates.outbox.OutboxTestAccess;
import org.healthpassport.bus.history.KafkaMacs;
import org.healthpassport.events.Service;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.Test;

class KeyUsesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String ROTATION = "rotation-1";

    private final StoreAndBus real = StoreAndBus.shared();
    private final String collection = "key-uses-" + UUID.randomUUID();
    private final AtomicLong nanoTime = new AtomicLong();
    private final KeyUses uses =
            new KeyUses(OutboxTestAccess.waitingMacs(real, collection), real.bean(KafkaMacs.class), nanoTime::get);
    private final Named old =
            new Named(Service.QR_WORKER, ThreadLocalRandom.current().nextInt());
    private final Named unused = new Named(Service.QR_WORKER, old.version() + 1);
    private final Named ofAnother = new Named(Service.AUDIT_SERVICE, old.version());

    @Test
    void shouldCountWaitingEventsRecordsAndDeadLetters() throws Exception {
        // given
        insert(event(old), event(unused), event(old));
        send(Topics.PATIENT.topicName(), old);
        send(Topics.PATIENT.deadLetterName("somebody"), old);
        send(Topics.PATIENT.replayName("somebody"), old);

        // when
        count(old, ofAnother);

        // then
        assertThat(uses.of(ROTATION, old)).contains(new KeyUse(2, 1, 2));
        assertThat(uses.of(ROTATION, ofAnother)).contains(KeyUse.NONE);
        assertThat(uses.of(ROTATION, unused)).isEmpty();
    }

    /** Somebody who can write to the database must not make a version look unused, nor end the count. */
    @Test
    void shouldCountAmongDamagedEvents() {
        // given
        insert(1, "text", new Document(), new Document("macs", 1), new Document("macs", macs(old)));
        mongo(new Document("_id", "no list").append("outbox", "PENDING").append("pendingEvents", 7));
        mongo(new Document("_id", "no events").append("outbox", "PENDING"));
        mongo(new Document("_id", "short")
                .append("outbox", "PENDING")
                .append(
                        "pendingEvents",
                        List.of(new Document(
                                "macs", new Document(Service.QR_WORKER.id(), new Binary(new byte[] {1, 2}))))));

        // when
        count(old);

        // then
        assertThat(uses.of(ROTATION, old)).contains(KeyUse.PENDING_EVENT);
    }

    @Test
    void shouldNotKnowBeforeItCountedNorAfterAnotherRotation() {
        assertThat(uses.of(ROTATION, old)).isEmpty();

        // when
        uses.sweep().block(PATIENCE);

        // then nobody asked
        assertThat(uses.of(ROTATION, old)).isEmpty();

        // when
        count(old);

        // then
        assertThat(uses.of(ROTATION, old)).contains(KeyUse.NONE);
        assertThat(uses.of("rotation-2", old)).isEmpty();
    }

    @Test
    void shouldCountAgainAfterAMinute() {
        // given
        count(old);
        insert(event(old));

        // when
        count(old);

        // then
        assertThat(uses.of(ROTATION, old)).contains(KeyUse.NONE);

        // when
        nanoTime.addAndGet(Duration.ofMinutes(1).plusNanos(1).toNanos());
        count(old);

        // then
        assertThat(uses.of(ROTATION, old)).contains(KeyUse.PENDING_EVENT);
    }

    private void count(Named... versions) {
        uses.ask(ROTATION, Set.of(versions));
        uses.sweep().block(PATIENCE);
    }

    private void insert(Object... events) {
        mongo(new Document("_id", UUID.randomUUID().toString())
                .append("outbox", "PENDING")
                .append("pendingEvents", List.of(events)));
    }

    private void mongo(Document document) {
        real.mongo().insert(document, collection).block(PATIENCE);
    }

    private static Document event(Named version) {
        // Of a type that a newer version of this service wrote.
        return new Document("type", "unknown").append("macs", macs(version));
    }

    private static Document macs(Named version) {
        return new Document(version.reader().id(), new Binary(mac(version)));
    }

    private static byte[] mac(Named version) {
        return ByteBuffer.allocate(37).put((byte) 1).putInt(version.version()).array();
    }

    private void send(String topic, Named version) throws Exception {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, "key", new byte[] {1});
        record.headers()
                .add(
                        "ce_mac" + version.reader().id().replace("-", ""),
                        Base64.getEncoder().encodeToString(mac(version)).getBytes(UTF_8));
        Map<String, Object> broker = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, real.bootstrapServers());
        try (Admin admin = Admin.create(broker);
                KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(broker, new StringSerializer(), new ByteArraySerializer())) {
            if (!admin.listTopics().names().get().contains(topic)) {
                admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                        .all()
                        .get();
            }
            producer.send(record).get();
        }
    }
}
