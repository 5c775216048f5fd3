package org.healthpassport.bus.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.bus.kafka.TestBus.publish;
import static org.healthpassport.bus.kafka.TestBus.send;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.history.TopicHistory.Part;
import org.healthpassport.bus.kafka.TestBus;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

class KafkaTopicHistoryTest {
    @TempDir
    static Path folder;

    static TestBus bus;

    @BeforeAll
    static void startBroker() {
        bus = new TestBus(folder);
    }

    @AfterAll
    static void stopBroker() {
        bus.close();
    }

    @Test
    void shouldReadEverythingUpToTheEndThatItFound() throws Exception {
        bus.empty();
        try (ConfigurableApplicationContext service = bus.service(unused())) {
            // given
            String[] ids = IntStream.range(0, 30).mapToObj(i -> "e" + i).toArray(String[]::new);
            publish(service, "patient-1", ids);
            publish(service, "patient-2", "other");
            send(service, new ProducerRecord<>(Topics.PATIENT.topicName(), "patient-1", new byte[] {1}));
            EventType type = TestBus.received("e0", "patient-1").type();

            // when something comes meanwhile
            List<Part> parts = new ArrayList<>();
            service.getBean(TopicHistory.class).read(Set.of(Topics.PATIENT), Set.of(type), part -> {
                if (parts.isEmpty()) {
                    publish(service, "patient-1", "late");
                }
                parts.add(part);
            });

            // then
            assertThat(parts.stream()
                            .flatMap(part -> part.events().stream())
                            .filter(event -> event.key().equals("patient-1"))
                            .map(Event::id))
                    .containsExactly(ids);
            assertThat(parts.stream().mapToInt(part -> part.events().size()).sum())
                    .isEqualTo(31);
            Part last = parts.get(parts.size() - 1);
            assertThat(last.read()).isEqualTo(last.all()).isEqualTo(32);
        }
    }

    @Test
    void shouldReadWhatConsumersLeftBehindAndNothingElse() throws Exception {
        bus.empty();
        EventType type = TestBus.received("e0", "patient-1").type();
        CountDownLatch stuck = new CountDownLatch(1);
        AtomicBoolean sticks = new AtomicBoolean();
        EventSubscription slow = new EventSubscription("slow", Topics.PATIENT, Set.of(type), event -> {
            if (sticks.get()) {
                stuck.await();
            }
        });
        try (ConfigurableApplicationContext service = bus.service(slow)) {
            // given
            TopicHistory history = service.getBean(TopicHistory.class);
            publish(service, "patient-1", "handled-1", "handled-2");
            await().atMost(TestBus.PATIENCE)
                    .until(() -> history.backlog(List.of(slow)).isEmpty());
            sticks.set(true);
            publish(service, "patient-1", "left-1", "left-2");

            // when
            Backlog backlog = history.backlog(List.of(slow));
            publish(service, "patient-1", "late");
            List<String> read = new ArrayList<>();
            history.read(backlog, part -> part.events().forEach(event -> read.add(event.id())));

            // then
            assertThat(backlog.records()).isEqualTo(2);
            assertThat(read).containsExactly("left-1", "left-2");
            assertThat(history.rest(backlog)).isEqualTo(backlog);

            // when
            stuck.countDown();

            // then
            await().atMost(TestBus.PATIENCE).until(() -> history.rest(backlog).isEmpty());
        } finally {
            stuck.countDown();
        }
    }

    @Test
    void shouldFindNothingInATopicThatKafkaHasEmptiedOrThatIsNotThere() throws Exception {
        try (ConfigurableApplicationContext service = bus.service(unused())) {
            // given
            publish(service, "patient-1", "removed");
            bus.empty();

            // when
            Backlog backlog = service.getBean(TopicHistory.class)
                    .backlog(List.of(
                            new EventSubscription("another", Topics.PATIENT, Set.of(), event -> {}),
                            new EventSubscription("early", Topics.ACCESS, Set.of(), event -> {})));

            // then
            assertThat(backlog).isEqualTo(new Backlog(List.of()));
        }
    }

    private static EventSubscription unused() {
        return new EventSubscription("unused", Topics.PATIENT, Set.of(), event -> {});
    }
}
