package org.healthpassport.bus.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.bus.kafka.TestBus.PATIENCE;
import static org.healthpassport.bus.kafka.TestBus.publish;
import static org.healthpassport.bus.kafka.TestBus.readiness;
import static org.healthpassport.bus.kafka.TestBus.received;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.kafka.TestBus;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

class BrokerAwayTest {
    @TempDir
    Path folder;

    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final EventSubscription subscription = new EventSubscription(
            "worker", Topics.PATIENT, Set.of(EventType.DOCUMENT_RECEIVED), event -> handled.add(event.id()));
    private int port;

    /** Below the ports of outgoing connections, as one of these would take the port while no broker listens. */
    @BeforeEach
    void chooseAFreePort() {
        port = ThreadLocalRandom.current()
                .ints(20_000, 32_000)
                .filter(BrokerAwayTest::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    @Test
    void shouldStartWithoutABrokerFailInBoundedTimeAndRecoverByItselfEveryTime() {
        // given
        try (ConfigurableApplicationContext service = TestBus.service("127.0.0.1:" + port, List.of(), subscription)) {
            EventPublisher publisher = service.getBean(EventPublisher.class);

            // when, then
            assertFailsWithin(publisher, "early", Duration.ofSeconds(5));
            assertThat(readiness(service)).isEqualTo(Status.UP);

            // when
            try (TestBus bus = new TestBus(new EmbeddedBroker(folder, port))) {
                publish(service, "patient-1", "e1");

                // then
                await().atMost(PATIENCE).until(() -> handled.contains("e1"));
                assertThat(bus.bootstrapServers()).endsWith(":" + port);
            }

            // when, then
            assertFailsWithin(publisher, "between", Duration.ofSeconds(15));
            assertThat(readiness(service)).isEqualTo(Status.UP);

            // when
            try (TestBus bus = new TestBus(new EmbeddedBroker(folder, port))) {
                publish(service, "patient-1", "e2");

                // then
                await().atMost(PATIENCE).until(() -> handled.contains("e2"));
                assertThat(handled).startsWith("e1").doesNotContain("early");
                assertThat(bus.records(Topics.PATIENT.deadLetterName("worker"), 0))
                        .isEmpty();
            }
        }
    }

    @Test
    void shouldNotBeReadyWhereKafkaIsNotToBeReachedWithTheseSettings() {
        // given: settings that no waiting mends, as are refused credentials
        String nonsense = "spring.kafka.properties.security.protocol=nonsense";

        // when
        try (ConfigurableApplicationContext service =
                TestBus.service("127.0.0.1:" + port, List.of(nonsense), subscription)) {

            // then
            await().atMost(PATIENCE).until(() -> readiness(service).equals(Status.DOWN));
        }
    }

    private static void assertFailsWithin(EventPublisher publisher, String id, Duration bound) {
        long begun = System.nanoTime();
        CompletableFuture<Void> published = publisher.publish(TestBus.MACS.attest(received(id, "patient-1")));
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("how long the caller was held")
                .isLessThan(Duration.ofSeconds(3));
        assertThatThrownBy(() -> published.get(bound.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(ExecutionException.class);
    }
}
