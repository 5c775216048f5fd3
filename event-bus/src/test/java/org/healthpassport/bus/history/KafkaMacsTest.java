package org.healthpassport.bus.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.healthpassport.bus.kafka.TestBus.publish;
import static org.healthpassport.bus.kafka.TestBus.record;
import static org.healthpassport.bus.kafka.TestBus.send;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.bus.kafka.TestBus;
import org.healthpassport.events.Service;
import org.healthpassport.events.Topics;
import org.healthpassport.events.kafka.CloudEvents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

class KafkaMacsTest {
    private static final String CONSUMER = "unused";

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

    private record Taken(Set<Service> readers, boolean isDeadLetter) {}

    @Test
    void shouldReadTheMacsOfEventsDeadLettersAndReplayedRecords() throws Exception {
        bus.empty();
        try (ConfigurableApplicationContext service = bus.service(unused())) {
            // given
            publish(service, "patient-1", "event");
            send(service, to(Topics.PATIENT.deadLetterName(CONSUMER)));
            send(service, to(Topics.PATIENT.replayName(CONSUMER)));
            send(service, new ProducerRecord<>(Topics.PATIENT.topicName(), "patient-1", new byte[] {1}));
            ProducerRecord<String, byte[]> damaged = record("damaged", "patient-2");
            damaged.headers().remove("ce_macqrworker").add("ce_macqrworker", "no base64!".getBytes(UTF_8));
            send(service, damaged);

            // when something comes meanwhile
            List<Taken> taken = new ArrayList<>();
            service.getBean(KafkaMacs.class).read(TestBus.PATIENCE, (macs, isDeadLetter) -> {
                if (taken.isEmpty()) {
                    publish(service, "patient-1", "late");
                }
                taken.add(new Taken(macs.keySet(), isDeadLetter));
            });

            // then
            Set<Service> all = Set.of(Service.values());
            assertThat(taken)
                    .contains(
                            new Taken(all, true),
                            new Taken(all, false),
                            new Taken(Set.of(), false),
                            new Taken(
                                    Set.of(Service.API_SERVICE, Service.AUDIT_SERVICE, Service.DOCUMENT_WORKER), false))
                    .hasSizeBetween(5, 6);
        }
    }

    @Test
    void shouldGiveTheMacsAsTheyTravel() {
        // given
        ProducerRecord<String, byte[]> sent = record("event", "patient-1");

        // then
        Map<Service, byte[]> macs = CloudEvents.macs(sent.headers());
        TestBus.MACS
                .attest(TestBus.received("event", "patient-1"))
                .macs()
                .forEach((reader, mac) -> assertThat(macs.get(reader)).isEqualTo(mac));
        assertThat(macs).hasSize(Service.values().length);
    }

    @Test
    void shouldSayThatItDidNotReadEverything() throws Exception {
        try (ConfigurableApplicationContext service = bus.service(unused())) {
            // given
            publish(service, "patient-1", "one");

            // then
            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> service.getBean(KafkaMacs.class).read(Duration.ZERO, (macs, isDeadLetter) -> {}));
        }
    }

    private static ProducerRecord<String, byte[]> to(String topic) {
        ProducerRecord<String, byte[]> event = record("put-aside", "patient-1");
        return new ProducerRecord<>(topic, null, event.key(), event.value(), event.headers());
    }

    private static EventSubscription unused() {
        return new EventSubscription(CONSUMER, Topics.PATIENT, Set.of(), event -> {});
    }
}
