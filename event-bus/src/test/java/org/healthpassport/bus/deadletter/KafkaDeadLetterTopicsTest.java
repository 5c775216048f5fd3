package org.healthpassport.bus.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.bus.kafka.TestBus.PATIENCE;
import static org.healthpassport.bus.kafka.TestBus.headers;
import static org.healthpassport.bus.kafka.TestBus.publish;
import static org.healthpassport.bus.kafka.TestBus.received;
import static org.healthpassport.bus.kafka.TestBus.send;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.healthpassport.bus.EventHandler;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.ImpossibleValue;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.kafka.TestBus;
import org.healthpassport.bus.kafka.TopicRetention;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

class KafkaDeadLetterTopicsTest {
    private static final DeadLetterTopic LETTERS = new DeadLetterTopic(Topics.PATIENT, "worker");

    @TempDir
    static Path folder;

    static TestBus bus;

    private final AtomicBoolean broken = new AtomicBoolean(true);
    private final List<Event> handled = new CopyOnWriteArrayList<>();
    private final List<String> byTheOther = new CopyOnWriteArrayList<>();

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
    void shouldReplayToTheConsumerThatFailedAndToNoOther() throws Exception {
        // given
        try (ConfigurableApplicationContext service = bus.service(worker(), other())) {
            DeadLetterTopics topics = service.getBean(DeadLetterTopics.class);
            publish(service, "patient-1", "e0", "broken", "e1");
            await().atMost(PATIENCE).until(() -> handled.size() == 2 && byTheOther.size() == 3);
            DeadLetter letter = onlyLetter(topics);
            ConsumerRecord<String, byte[]> original =
                    bus.records(Topics.PATIENT.topicName(), 3).get(1);

            // when
            broken.set(false);
            topics.replay(letter);

            // then
            await().atMost(PATIENCE).until(() -> handled.size() == 3);
            assertThat(handled.get(2))
                    .isEqualTo(received("broken", "patient-1"))
                    .isEqualTo(eventIn(letter));
            assertThat(bus.records("healthpassport.patient.worker.replay", 1))
                    .singleElement()
                    .satisfies(replayed -> {
                        assertThat(replayed.key()).isEqualTo(original.key());
                        assertThat(replayed.value()).isEqualTo(original.value());
                        assertThat(headers(replayed))
                                .containsAllEntriesOf(headers(original))
                                .hasSize(headers(original).size() + 3)
                                .allSatisfy((name, value) -> assertThat(name).doesNotStartWith("dlt-"));
                    });
            assertThat(bus.records(Topics.PATIENT.topicName(), 3)).hasSize(3);
            publish(service, "patient-1", "last");
            await().atMost(PATIENCE).until(() -> byTheOther.contains("last"));
            assertThat(byTheOther).containsExactly("e0", "broken", "e1", "last");
        }
    }

    @Test
    void shouldPutAsideAgainWhatIsReplayedTooEarlyAndRememberWhereItFirstStood() throws Exception {
        // given
        try (ConfigurableApplicationContext service = bus.service(worker())) {
            DeadLetterTopics topics = service.getBean(DeadLetterTopics.class);
            publish(service, "patient-1", "broken");
            await().atMost(PATIENCE).until(() -> letters(topics).size() == 1);
            DeadLetter first = onlyLetter(topics);

            // when
            topics.replay(first);

            // then
            await().atMost(PATIENCE).until(() -> letters(topics).size() == 2);
            DeadLetter second = letters(topics).get(1);
            assertThat(second.offset()).isGreaterThan(first.offset());
            assertThat(eventIn(second)).isEqualTo(eventIn(first));
            assertThat(second.header("dlt-original-topic")).contains(Topics.PATIENT.topicName());
            for (String name : List.of("dlt-original-partition", "dlt-original-offset", "dlt-consumer")) {
                assertThat(second.header(name)).isPresent().isEqualTo(first.header(name));
            }
            assertThat(second.header("replay-original-topic")).isEmpty();

            // when
            broken.set(false);
            topics.replay(second);

            // then
            await().atMost(PATIENCE).until(() -> handled.size() == 1);
        }
    }

    @Test
    void shouldTellWhatDeadLettersSayOfThemselves() throws Exception {
        // given
        try (ConfigurableApplicationContext service = bus.service(worker())) {
            DeadLetterTopics topics = service.getBean(DeadLetterTopics.class);

            // when
            publish(service, "patient-1", "broken");
            await().atMost(PATIENCE).until(() -> letters(topics).size() == 1);

            // then
            DeadLetter letter = onlyLetter(topics);
            assertThat(letter.topic()).isEqualTo(LETTERS);
            assertThat(letter.kind()).contains(FailureKind.RECORD);
            assertThat(letter.reason()).isEqualTo("Expected a size, but it is negative");
            assertThat(letter.type()).contains(EventType.DOCUMENT_RECEIVED.ceType());
            assertThat(letter.subject()).contains("document-broken");
            assertThat(Duration.between(letter.at(), letter.keptSince()).abs()).isLessThan(Duration.ofMinutes(1));
            assertThat(topics.find(LETTERS, 0, letter.offset()))
                    .hasValueSatisfying(found -> assertThat(eventIn(found)).isEqualTo(eventIn(letter)));
            assertThat(topics.find(LETTERS, 0, letter.offset() + 1)).isEmpty();

            // when
            bus.empty();

            // then
            assertThat(topics.find(LETTERS, 0, letter.offset())).isEmpty();
            assertThat(letters(topics)).isEmpty();
        }
    }

    @Test
    void shouldReadInPortionsFromAnyOffset() throws Exception {
        // given
        try (ConfigurableApplicationContext service = bus.service(worker())) {
            DeadLetterTopics topics = service.getBean(DeadLetterTopics.class);
            await().atMost(PATIENCE).until(() -> topics.known().contains(LETTERS));
            for (int i = 0; i < 5; i++) {
                send(
                        service,
                        new ProducerRecord<>(
                                LETTERS.name(), "key", String.valueOf(i).getBytes(UTF_8)));
            }

            // when
            List<DeadLetter> two = topics.read(LETTERS, 0, 0, 2);
            List<DeadLetter> rest = topics.read(LETTERS, 0, two.get(1).offset() + 1, 100);

            // then
            assertThat(two)
                    .extracting(letter -> new String(letter.asRecord().value(), UTF_8))
                    .containsExactly("0", "1");
            assertThat(rest)
                    .extracting(letter -> new String(letter.asRecord().value(), UTF_8))
                    .containsExactly("2", "3", "4");
            assertThat(topics.read(LETTERS, 0, rest.get(2).offset() + 1, 100)).isEmpty();
        }
    }

    @Test
    void shouldCreateTheTopicsOfASubscriptionAndLeaveTheSettingsOfThoseThatExist() throws Exception {
        // given
        try (ConfigurableApplicationContext service = bus.service(worker())) {
            DeadLetterTopics topics = service.getBean(DeadLetterTopics.class);

            // then
            await().atMost(PATIENCE).until(() -> topics.known().contains(LETTERS));
            assertThat(topics.partitions(LETTERS)).isEqualTo(1);
            assertThat(topics.retention(LETTERS)).isEqualTo(Duration.ofDays(180));
            try (Admin admin = bus.admin()) {
                assertThat(TopicRetention.of(admin, List.of(LETTERS.replayName())))
                        .isEqualTo(Map.of("healthpassport.patient.worker.replay", Duration.ofDays(30)));

                // when
                admin.incrementalAlterConfigs(Map.of(
                                new ConfigResource(ConfigResource.Type.TOPIC, LETTERS.name()),
                                List.of(new AlterConfigOp(
                                        new ConfigEntry("retention.ms", "86400000"), AlterConfigOp.OpType.SET))))
                        .all()
                        .get();
            }
            try (ConfigurableApplicationContext again = bus.service(worker())) {
                publish(again, "patient-1", "e0");
                await().atMost(PATIENCE).until(() -> handled.size() == 1);
            }

            // then
            assertThat(topics.retention(LETTERS)).isEqualTo(Duration.ofDays(1));
        }
    }

    @Test
    void shouldTakeForDeadLettersOnlyWhatIsNamedSo() {
        assertThat(DeadLetterTopic.of("healthpassport.processing.api-service.dlt"))
                .contains(new DeadLetterTopic(Topics.PROCESSING, "api-service"));
        assertThat(List.of(
                        "healthpassport.patient",
                        "healthpassport.patient.dlt",
                        "healthpassport.patient..dlt",
                        "healthpassport.patient.worker.replay",
                        "healthpassport.patient.a.b.dlt",
                        "healthpassport.elsewhere.worker.dlt",
                        "my.healthpassport.patient.worker.dlt"))
                .allSatisfy(name -> assertThat(DeadLetterTopic.of(name)).isEmpty());
    }

    private EventSubscription worker() {
        EventHandler handler = event -> {
            if (event.id().equals("broken") && broken.get()) {
                throw new ImpossibleValue("Expected a size, but it is negative");
            }
            handled.add(event);
        };
        return new EventSubscription(LETTERS.consumer(), LETTERS.topic(), Set.of(EventType.DOCUMENT_RECEIVED), handler);
    }

    private EventSubscription other() {
        return new EventSubscription(
                "other", Topics.PATIENT, Set.of(EventType.DOCUMENT_RECEIVED), event -> byTheOther.add(event.id()));
    }

    private static DeadLetter onlyLetter(DeadLetterTopics topics) {
        List<DeadLetter> letters = letters(topics);
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    private static List<DeadLetter> letters(DeadLetterTopics topics) {
        return topics.read(LETTERS, 0, 0, 100);
    }

    private static Event eventIn(DeadLetter letter) {
        return TestBus.MACS.read(letter.asPublished());
    }
}
