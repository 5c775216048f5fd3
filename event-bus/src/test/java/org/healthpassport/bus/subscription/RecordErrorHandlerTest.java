package org.healthpassport.bus.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.bus.kafka.TestBus.PATIENCE;
import static org.healthpassport.bus.kafka.TestBus.headers;
import static org.healthpassport.bus.kafka.TestBus.publish;
import static org.healthpassport.bus.kafka.TestBus.readiness;
import static org.healthpassport.bus.kafka.TestBus.send;

import com.mongodb.MongoCommandException;
import com.mongodb.ServerAddress;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.EventHandler;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.ImpossibleValue;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.bus.UnreadableItem;
import org.healthpassport.bus.kafka.TestBus;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.mongodb.UncategorizedMongoDbException;

class RecordErrorHandlerTest {
    @TempDir
    static Path folder;

    static TestBus bus;

    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final List<String> attempted = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startBroker() {
        bus = new TestBus(folder);
    }

    @AfterAll
    static void stopBroker() {
        bus.close();
    }

    @BeforeEach
    void emptyTopics() throws Exception {
        bus.empty();
    }

    @Test
    void shouldTryATransientFailureAgainUntilItIsOverAndKeepTheOrder() throws Exception {
        // given
        EventHandler handler = event -> {
            attempted.add(event.id());
            if (event.id().equals("e1")
                    && attempted.stream().filter("e1"::equals).count() < 4) {
                throw new IOException("refused", new TransientFailure("connect"));
            }
            handled.add(event.id());
        };

        try (ConfigurableApplicationContext service = bus.service(subscription("transient", handler))) {
            // when
            publish(service, "patient-1", "e0", "e1", "e2", "e3");

            // then
            await().atMost(PATIENCE).until(() -> handled.size() == 4);
            assertThat(handled).containsExactly("e0", "e1", "e2", "e3");
            assertThat(attempted).containsExactly("e0", "e1", "e1", "e1", "e1", "e2", "e3");
            assertThat(bus.records(Topics.PATIENT.deadLetterName("transient"), 0))
                    .isEmpty();
        }
    }

    @Test
    void shouldLetOtherPartitionsFlowThroughTheSameThreadMeanwhile() throws Exception {
        // given
        AtomicBoolean away = new AtomicBoolean(true);
        EventHandler handler = event -> {
            if (event.key().equals("patient-1") && away.get()) {
                attempted.add(event.id());
                throw new TransientFailure("503");
            }
            handled.add(event.id());
        };

        try (ConfigurableApplicationContext service = TestBus.service(
                bus.bootstrapServers(),
                List.of("healthpassport.bus.concurrency=1"),
                subscription("flowing", handler))) {
            // when
            publish(service, "patient-1", "stuck");
            await().atMost(PATIENCE).until(() -> attempted.size() >= 2);
            List<String> others =
                    IntStream.range(0, 20).mapToObj(i -> "other-" + i).toList();
            for (String id : others) {
                publish(service, id, id);
            }

            // then
            await().atMost(PATIENCE).until(() -> handled.size() >= 10);
            away.set(false);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(handled).contains("stuck").containsAll(others));
        }
    }

    @Test
    void shouldTryAgainUntilThereIsRoomWhenTheStoreIsFull() throws Exception {
        // given
        AtomicBoolean full = new AtomicBoolean(true);
        EventHandler handler = event -> {
            attempted.add(event.id());
            if (event.id().equals("e1") && full.get()) {
                throw new UncategorizedMongoDbException("not written", outOfDiskSpace());
            }
            handled.add(event.id());
        };

        try (ConfigurableApplicationContext service = bus.service(subscription("full", handler))) {
            // when
            publish(service, "patient-1", "e0", "e1", "e2");

            // then
            await().atMost(PATIENCE)
                    .until(() ->
                            attempted.size() > 1 + RecordErrorHandler.TRIES && failing(service, "storage_full") == 1);
            assertThat(handled).containsExactly("e0");
            assertThat(readiness(service)).isEqualTo(Status.UP);

            // when
            full.set(false);

            // then
            await().atMost(PATIENCE).until(() -> handled.size() == 3);
            assertThat(handled).containsExactly("e0", "e1", "e2");
            assertThat(failing(service, "storage_full")).isZero();
            assertThat(bus.records(Topics.PATIENT.deadLetterName("full"), 0)).isEmpty();
        }
    }

    @Test
    void shouldAlarmWhatFailsUnexpectedlyAndPutItAsideOnlyWhenItsTimeIsOver() throws Exception {
        // given
        EventHandler handler = event -> {
            attempted.add(event.id());
            if (event.id().equals("e1")) {
                throw new IllegalStateException("Jane Doe, born 1970");
            }
            handled.add(event.id());
        };

        try (ConfigurableApplicationContext service = TestBus.service(
                bus.bootstrapServers(),
                List.of("healthpassport.bus.unexpected-for=2s"),
                subscription("unexpected", handler))) {
            // when
            publish(service, "patient-1", "e0", "e1", "e2");

            // then
            await().atMost(PATIENCE).until(() -> failing(service, "unexpected") == 1);
            assertThat(busHealth(service).getStatus()).isEqualTo(Status.UP);
            assertThat(busHealth(service).getDetails()).containsEntry("unexpected", List.of("unexpected"));
            await().atMost(PATIENCE).until(() -> handled.size() == 2);
            // 0.5 s + 1 s + 2 s: the fourth try is the first one after the end. A consumer that a busy machine
            // keeps from its broker gets the record again, and counts anew.
            assertThat(attempted)
                    .startsWith("e0", "e1", "e1", "e1", "e1")
                    .endsWith("e1", "e2")
                    .containsOnlyOnce("e0", "e2");
            assertThat(bus.records(Topics.PATIENT.deadLetterName("unexpected"), 1))
                    .singleElement()
                    .satisfies(letter -> assertThat(headers(letter))
                            .containsEntry("dlt-kind", "UNEXPECTED")
                            .hasEntrySatisfying(
                                    "dlt-attempts",
                                    attempts -> assertThat(attempts).matches("[2-9]")));
            assertThat(failing(service, "unexpected")).isZero();
            assertThat(busHealth(service).getDetails()).doesNotContainKey("unexpected");
            assertThat(deadLetters(service, "unexpected", "unexpected")).isEqualTo(1);
        }
    }

    @Test
    void shouldEndTheAlarmWhenAnUnexpectedFailureIsOver() throws Exception {
        // given
        AtomicBoolean broken = new AtomicBoolean(true);
        EventHandler handler = event -> {
            if (broken.get()) {
                throw new IllegalStateException("a bug");
            }
            handled.add(event.id());
        };

        try (ConfigurableApplicationContext service = bus.service(subscription("mended", handler))) {
            // when
            publish(service, "patient-1", "e0");
            await().atMost(PATIENCE).until(() -> failing(service, "unexpected") == 1);
            broken.set(false);

            // then
            await().atMost(PATIENCE).until(() -> handled.size() == 1);
            await().atMost(PATIENCE).until(() -> failing(service, "unexpected") == 0);
        }
    }

    @Test
    void shouldPutPoisonAsideAfterThreeTriesAndKeepTheOrderOfTheRest() throws Exception {
        // given
        EventHandler handler = event -> {
            attempted.add(event.id());
            if (event.id().equals("e1")) {
                throw new ImpossibleValue("Expected a size, but it is negative");
            }
            handled.add(event.id());
        };

        try (ConfigurableApplicationContext service = bus.service(subscription("poisoned", handler))) {
            // when
            publish(service, "patient-1", "e0", "e1", "e2");

            // then
            await().atMost(PATIENCE).until(() -> handled.size() == 2);
            // A consumer that a busy machine keeps from its broker gets the record again, and counts anew.
            assertThat(attempted)
                    .startsWith("e0", "e1", "e1")
                    .endsWith("e1", "e1", "e1", "e2")
                    .containsOnlyOnce("e0", "e2");
            List<ConsumerRecord<String, byte[]>> letters = bus.records(Topics.PATIENT.deadLetterName("poisoned"), 1);
            assertThat(letters).hasSize(1);
            ConsumerRecord<String, byte[]> original =
                    bus.records(Topics.PATIENT.topicName(), 3).get(1);
            assertThat(letters.get(0).key()).isEqualTo("patient-1");
            assertThat(letters.get(0).value()).isEqualTo(original.value());
            assertThat(headers(letters.get(0)))
                    .containsAllEntriesOf(headers(original))
                    .containsAllEntriesOf(Map.of(
                            "dlt-original-topic",
                            original.topic(),
                            "dlt-original-partition",
                            String.valueOf(original.partition()),
                            "dlt-original-offset",
                            String.valueOf(original.offset()),
                            "dlt-consumer",
                            "poisoned",
                            "dlt-attempts",
                            "3",
                            "dlt-exception-class",
                            "org.healthpassport.bus.ImpossibleValue",
                            "dlt-kind",
                            "RECORD",
                            "dlt-reason",
                            "Expected a size, but it is negative"));
            assertThat(Instant.parse(headers(letters.get(0)).get("dlt-at")))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(deadLetters(service, "poisoned", "record")).isEqualTo(1);
        }
    }

    @Test
    void shouldPutAsideAfterThreeTriesWhatIsAboutADamagedItemAndWaitForKeys() throws Exception {
        // given
        AtomicBoolean wrongKey = new AtomicBoolean(true);
        EventHandler handler = event -> {
            attempted.add(event.id());
            if (event.id().equals("e1") || event.id().equals("e2") && wrongKey.get()) {
                throw new Unread(event.id().equals("e1"));
            }
            handled.add(event.id());
        };

        try (ConfigurableApplicationContext service = bus.service(subscription("damaged", handler))) {
            // when
            publish(service, "patient-1", "e0", "e1", "e2", "e3");

            // then
            await().atMost(PATIENCE).until(() -> failing(service, "unexpected") == 1 && attempted.size() >= 8);
            wrongKey.set(false);
            await().atMost(PATIENCE).until(() -> handled.size() == 3);
            assertThat(handled).containsExactly("e0", "e2", "e3");
            assertThat(bus.records(Topics.PATIENT.deadLetterName("damaged"), 1))
                    .singleElement()
                    .satisfies(letter -> assertThat(headers(letter))
                            .containsEntry("dlt-kind", "UNREADABLE")
                            .containsEntry("dlt-reason", "Expected to read it, but its seal is broken."));
            assertThat(deadLetters(service, "damaged", "unreadable")).isEqualTo(1);
        }
    }

    @Test
    void shouldPutAsideWhatIsNoEventAfterThreeTries() throws Exception {
        // given
        try (ConfigurableApplicationContext service =
                bus.service(subscription("parsing", event -> handled.add(event.id())))) {
            // when
            send(service, new ProducerRecord<>(Topics.PATIENT.topicName(), "patient-1", new byte[] {1, 2, 3}));
            send(service, new ProducerRecord<>(Topics.PATIENT.topicName(), null, null));
            publish(service, "patient-1", "good");

            // then
            await().atMost(PATIENCE).until(() -> handled.contains("good"));
            List<ConsumerRecord<String, byte[]>> letters = bus.records(Topics.PATIENT.deadLetterName("parsing"), 2);
            assertThat(letters)
                    .hasSize(2)
                    .allSatisfy(letter -> assertThat(headers(letter))
                            .containsEntry("dlt-attempts", "3")
                            .containsEntry("dlt-exception-class", "org.healthpassport.events.MalformedEvent"));
            assertThat(letters)
                    .extracting(letter -> headers(letter).get("dlt-reason"))
                    .containsOnly("Expected the header ce_type, but it is missing");
            assertThat(handled).containsExactly("good");
        }
    }

    @Test
    void shouldPutAsideAtOnceWhatItsProducerDidNotWrite() throws Exception {
        // given
        try (ConfigurableApplicationContext service =
                bus.service(subscription("believing", event -> handled.add(event.id())))) {
            // when
            ProducerRecord<String, byte[]> changed = TestBus.record("changed", "patient-1");
            changed.headers().add("ce_subject", "document-2".getBytes(UTF_8));
            ProducerRecord<String, byte[]> without = TestBus.record("without", "patient-1");
            without.headers().remove("ce_macapiservice");
            send(service, changed);
            send(service, without);
            publish(service, "patient-1", "good");

            // then
            await().atMost(PATIENCE).until(() -> handled.contains("good"));
            List<ConsumerRecord<String, byte[]>> letters = bus.records(Topics.PATIENT.deadLetterName("believing"), 2);
            assertThat(letters)
                    .hasSize(2)
                    .allSatisfy(
                            letter -> assertThat(headers(letter))
                                    .containsEntry("dlt-attempts", "1")
                                    .containsEntry("dlt-kind", "FORGED")
                                    .containsEntry(
                                            "dlt-reason",
                                            "Expected an event DOCUMENT_RECEIVED of api-service, but that service did not write it"));
            assertThat(handled).containsExactly("good");
        }
    }

    @Test
    void shouldPutAsideRecordsThatAreAlmostTooLargeForTheBroker() throws Exception {
        // given
        try (ConfigurableApplicationContext service =
                bus.service(subscription("bounded", event -> handled.add(event.id())))) {
            // when
            ProducerRecord<String, byte[]> genuine = TestBus.record("large", "patient-1");
            ProducerRecord<String, byte[]> forged =
                    new ProducerRecord<>(genuine.topic(), null, genuine.key(), new byte[1_047_000], genuine.headers());
            ProducerRecord<String, byte[]> noise =
                    new ProducerRecord<>(genuine.topic(), null, "patient-1", new byte[1_048_000]);
            ProducerRecord<String, byte[]> longHeader = TestBus.record("header", "patient-1");
            longHeader.headers().add("ce_macapiservice", new byte[1_046_000]);
            send(service, forged);
            send(service, noise);
            send(service, longHeader);
            publish(service, "patient-1", "good");

            // then
            await().atMost(PATIENCE).until(() -> handled.contains("good"));
            List<ConsumerRecord<String, byte[]>> letters = bus.records(Topics.PATIENT.deadLetterName("bounded"), 3);
            assertThat(letters).hasSize(3).allSatisfy(letter -> {
                assertThat(letter.value()).isNull();
                assertThat(headers(letter)).containsKeys("dlt-left-out-bytes", "dlt-reason", "dlt-original-offset");
            });
            assertThat(headers(letters.get(0))).containsEntry("ce_id", "large").containsEntry("dlt-kind", "FORGED");
        }
    }

    @Test
    void shouldPassOverTypesItDoesNotKnowOrDidNotSubscribe() throws Exception {
        // given
        EventSubscription subscription = new EventSubscription(
                "choosing", Topics.PATIENT, Set.of(EventType.DOCUMENT_RECEIVED), event -> handled.add(event.id()));

        try (ConfigurableApplicationContext service = bus.service(subscription)) {
            // when
            ProducerRecord<String, byte[]> unknown = TestBus.record("unknown", "patient-1");
            unknown.headers().add("ce_type", "org.healthpassport.document.translated.v1".getBytes(UTF_8));
            ProducerRecord<String, byte[]> notSubscribed = TestBus.record("other", "patient-1");
            notSubscribed
                    .headers()
                    .add("ce_type", EventType.DOCUMENT_DELETED.ceType().getBytes(UTF_8));
            send(service, unknown);
            send(service, notSubscribed);
            publish(service, "patient-1", "good");

            // then
            await().atMost(PATIENCE).until(() -> handled.contains("good"));
            assertThat(handled).containsExactly("good");
            assertThat(bus.records(Topics.PATIENT.deadLetterName("choosing"), 0))
                    .isEmpty();
        }
    }

    @Test
    void shouldStopAndNotBeReadyWhenCredentialsAreRefused() throws Exception {
        // given
        AtomicBoolean refused = new AtomicBoolean(true);
        EventHandler handler = event -> {
            if (event.id().equals("e1") && refused.get()) {
                throw new ConfigurationFailure("401");
            }
            handled.add(event.id());
        };

        try (ConfigurableApplicationContext service = bus.service(subscription("refused", handler))) {
            // when
            publish(service, "patient-1", "e0", "e1", "e2");

            // then
            await().atMost(PATIENCE).until(() -> readiness(service).equals(Status.DOWN));
            assertThat(handled).containsExactly("e0");
        }

        // when
        refused.set(false);
        try (ConfigurableApplicationContext service = bus.service(subscription("refused", handler))) {
            // then
            await().atMost(PATIENCE).until(() -> handled.size() == 3);
            assertThat(handled).containsExactly("e0", "e1", "e2");
            assertThat(readiness(service)).isEqualTo(Status.UP);
            assertThat(bus.records(Topics.PATIENT.deadLetterName("refused"), 0)).isEmpty();
        }
    }

    private static MongoCommandException outOfDiskSpace() {
        return new MongoCommandException(
                new BsonDocument("ok", new BsonInt32(0)).append("code", new BsonInt32(14_031)), new ServerAddress());
    }

    private static double failing(ConfigurableApplicationContext service, String kind) {
        return service.getBean(MeterRegistry.class)
                .get("healthpassport.bus.failing")
                .tag("kind", kind)
                .gauge()
                .value();
    }

    private static double deadLetters(ConfigurableApplicationContext service, String consumer, String kind) {
        return service.getBean(MeterRegistry.class)
                .get("healthpassport.bus.dead.letters")
                .tag("consumer", consumer)
                .tag("topic", Topics.PATIENT.topicName())
                .tag("kind", kind)
                .counter()
                .count();
    }

    private static Health busHealth(ConfigurableApplicationContext service) {
        return requireNonNull(service.getBean("eventBusHealthIndicator", HealthIndicator.class)
                .health());
    }

    private static EventSubscription subscription(String consumer, EventHandler handler) {
        return new EventSubscription(consumer, Topics.PATIENT, Set.of(EventType.DOCUMENT_RECEIVED), handler);
    }

    private static final class Unread extends RuntimeException implements UnreadableItem {
        private static final long serialVersionUID = 1L;

        private final boolean damagedItself;

        Unread(boolean damagedItself) {
            super("Expected to read it, but its seal is broken.");
            this.damagedItself = damagedItself;
        }

        @Override
        public boolean isDamagedItself() {
            return damagedItself;
        }
    }
}
