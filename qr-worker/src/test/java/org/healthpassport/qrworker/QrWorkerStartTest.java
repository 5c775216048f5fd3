package org.healthpassport.qrworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.healthpassport.bus.start.InvalidSettings;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** The worker waits for a late MongoDB and is alive meanwhile; a failure that cannot pass ends the start. */
@Timeout(120)
class QrWorkerStartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final AtomicReference<ConfigurableApplicationContext> starting = new AtomicReference<>();
    private final AtomicReference<Integer> port = new AtomicReference<>();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private ServerSocket silence;

    @BeforeEach
    void takeConnectionsWithoutAnAnswer() throws IOException {
        silence = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        logged.start();
    }

    @AfterEach
    void stop() throws IOException {
        logger().detachAppender(logged);
        silence.close();
    }

    @Test
    void shouldBeAliveButNotReadyUntilTheStoreAnswers() throws Exception {
        // given
        CompletableFuture<ConfigurableApplicationContext> start = CompletableFuture.supplyAsync(() -> worker("5m"));
        await().atMost(PATIENCE).until(() -> port.get() != null);
        await().atMost(PATIENCE).until(() -> get("/actuator/health/liveness") == 200);
        await().during(Duration.ofSeconds(4)).atMost(PATIENCE).untilAsserted(() -> {
            assertThat(get("/actuator/health/liveness")).isEqualTo(200);
            assertThat(get("/actuator/health/readiness")).isEqualTo(503);
        });
        assertThat(folder.resolve("keys")).doesNotExist();
        assertThat(start).isNotDone();

        // when
        Bus.macsOfApiService(folder.resolve("keys"));
        int late = silence.getLocalPort();
        silence.close();
        try (EmbeddedStore store = new EmbeddedStore(folder.resolve("store"), late)) {
            store.start();

            // then
            try (ConfigurableApplicationContext worker = start.join()) {
                assertThat(worker.isRunning()).isTrue();
                await().atMost(PATIENCE).until(() -> get("/actuator/health/readiness") == 200);
            }
        }
        assertThat(folder.resolve("keys")).isNotEmptyDirectory();
        assertThat(waits())
                .containsExactly(
                        "The start waits for MongoDB to say whether a missing key was used, 300 s at most",
                        "The start no longer waits for MongoDB to say whether a missing key was used");
    }

    @Test
    void shouldFailWithTheNameOfTheMissingServiceAfterTheStartPatience() {
        assertThatThrownBy(() -> worker("1s"))
                .rootCause()
                .hasMessageStartingWith("Expected MongoDB to say whether a missing key was used within 1 s")
                .hasMessageContaining("HEALTHPASSPORT_START_PATIENCE");
        assertThat(folder.resolve("keys")).doesNotExist();
    }

    @Test
    void shouldStopAtOnceWhileItWaits() {
        // given
        CompletableFuture<ConfigurableApplicationContext> start = CompletableFuture.supplyAsync(() -> worker("5m"));
        await().atMost(PATIENCE).until(() -> !waits().isEmpty());

        // when
        starting.get().close();

        // then
        await().atMost(Duration.ofSeconds(20)).until(start::isCompletedExceptionally);
        assertThat(folder.resolve("keys")).doesNotExist();
    }

    @Test
    void shouldNotStartWithoutItsKeys() {
        String missing = "--HEALTHPASSPORT_KEYS_FOLDER=" + folder.resolve("nothing");
        assertThatThrownBy(() -> QrWorkerApplication.builder().run("--HEALTHPASSPORT_QR_WORKER_PORT=0", missing))
                .hasStackTraceContaining("kek-qr.json");
        assertThatThrownBy(() -> QrWorkerApplication.builder().run("--HEALTHPASSPORT_QR_WORKER_PORT=0"))
                .hasStackTraceContaining("HEALTHPASSPORT_KEYS_FOLDER");
    }

    @Test
    void shouldListAllWrongSettings() {
        // when
        InvalidSettings refusal = catchThrowableOfType(
                InvalidSettings.class,
                () -> QrWorkerApplication.builder()
                        .run("--HEALTHPASSPORT_TOPIC_PARTITIONS=many", "--HEALTHPASSPORT_START_PATIENCE=soon"));

        // then
        assertThat(refusal.reasons())
                .containsExactlyInAnyOrder(
                        "HEALTHPASSPORT_TOPIC_PARTITIONS: must be a number.",
                        "HEALTHPASSPORT_START_PATIENCE: must be a time, such as 5m or 90s.",
                        "Expected HEALTHPASSPORT_KEYS_FOLDER (healthpassport.keys.folder) to name the folder of the key-encryption keys, but it is not set");
    }

    @Test
    void shouldEndAtOnceIfTheStoreRefusesItsCredentials() {
        try (EmbeddedStore store = new EmbeddedStore(folder.resolve("store"))) {
            store.start();
            String uri = store.connectionString("qr").replace("mongodb://", "mongodb://user:secret@");

            // when, then
            assertThatThrownBy(() -> worker("5m", uri))
                    .hasStackTraceContaining(
                            "Expected MongoDB to say whether a missing key was used, but this service was refused")
                    .hasStackTraceContaining("MongoSecurityException");
            assertThat(folder.resolve("keys")).doesNotExist();
            assertThat(waits()).isEmpty();
        }
    }

    private ConfigurableApplicationContext worker(String patience) {
        return worker(patience, "mongodb://127.0.0.1:" + silence.getLocalPort() + "/qr");
    }

    private ConfigurableApplicationContext worker(String patience, String uri) {
        return QrWorkerApplication.builder()
                .initializers(starting::set)
                .listeners((ApplicationListener<WebServerInitializedEvent>) this::listens)
                .run(
                        "--HEALTHPASSPORT_QR_WORKER_PORT=0",
                        "--KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1",
                        "--MONGODB_URI=" + uri,
                        "--HEALTHPASSPORT_KEYS_FOLDER=" + folder.resolve("keys"),
                        "--HEALTHPASSPORT_KEYS_CREATE_MISSING=true",
                        "--HEALTHPASSPORT_START_PATIENCE=" + patience);
    }

    /** Adds the appender after Spring has configured logging, because Spring removes earlier ones. */
    private void listens(WebServerInitializedEvent event) {
        logger().setLevel(Level.INFO);
        logger().addAppender(logged);
        port.set(event.getWebServer().getPort());
    }

    private List<String> waits() {
        return List.copyOf(logged.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("waits for MongoDB"))
                .toList();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("org.healthpassport.bus.start.StartWait");
    }

    private int get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + port.get() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
