package org.healthpassport.bus.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.bus.kafka.TestBus.PATIENCE;
import static org.healthpassport.bus.kafka.TestBus.publish;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.healthpassport.bus.EventHandler;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.kafka.TestBus;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

class ConsumerCrashTest {
    private static final String HANDLING = "handling ";

    @TempDir
    Path folder;

    @Test
    void shouldHandleAgainWhatADeadProcessHadBegun() throws Exception {
        // given
        List<String> handled = new CopyOnWriteArrayList<>();
        try (TestBus bus = new TestBus(folder);
                ConfigurableApplicationContext publishing = bus.service()) {
            Process doomed = startProcess(bus.bootstrapServers());
            try (BufferedReader output = doomed.inputReader(StandardCharsets.UTF_8)) {
                publish(publishing, "patient-1", "e1", "e2");
                assertThat(output.lines()
                                .filter(line -> line.startsWith(HANDLING))
                                .findFirst())
                        .contains(HANDLING + "e1");

                // when
                doomed.destroyForcibly().waitFor();
            } finally {
                doomed.destroyForcibly();
            }
            long died = System.nanoTime();
            try (ConfigurableApplicationContext service = bus.service(subscription(event -> handled.add(event.id())))) {

                // then
                await().atMost(PATIENCE).until(() -> handled.size() == 2);
                assertThat(handled).containsExactly("e1", "e2");
                // The session time-out of 6 s, with room for a busy machine; Kafka's default needs 45 s.
                assertThat(Duration.ofNanos(System.nanoTime() - died)).isLessThan(Duration.ofSeconds(25));
                assertThat(service.isRunning()).isTrue();
            }
        }
    }

    private static EventSubscription subscription(EventHandler handler) {
        return new EventSubscription("crashing", Topics.PATIENT, Set.of(EventType.DOCUMENT_RECEIVED), handler);
    }

    private static Process startProcess(String bootstrapServers) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Doomed.class.getName(),
                        bootstrapServers)
                .redirectErrorStream(true)
                .start();
    }

    /** A service that begins to handle an event and never ends. */
    static final class Doomed {
        private Doomed() {}

        public static void main(String[] arguments) {
            TestBus.service(arguments[0], List.of(), subscription(event -> {
                System.out.println(HANDLING + event.id());
                new CountDownLatch(1).await();
            }));
        }
    }
}
