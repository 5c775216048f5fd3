package org.healthpassport.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.healthpassport.bus.start.InvalidSettings;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.healthpassport.events.Service;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.vault.key.file.FileProtection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** A store that takes connections and does not answer yet: it is waited for, and the service says that it lives. */
@Timeout(180)
class AuditStartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    private final AtomicReference<Integer> port = new AtomicReference<>();

    @Test
    void shouldLiveAndNotBeReadyUntilTheStoreAnswersAndThenStart() throws Exception {
        // given
        ServerSocket silence = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        int late = silence.getLocalPort();
        CompletableFuture<ConfigurableApplicationContext> start =
                CompletableFuture.supplyAsync(() -> service("5m", late));
        await().atMost(PATIENCE).until(() -> port.get() != null);
        await().atMost(PATIENCE).until(() -> get("/actuator/health/liveness") == 200);
        await().during(Duration.ofSeconds(4)).atMost(PATIENCE).untilAsserted(() -> {
            assertThat(get("/actuator/health/liveness")).isEqualTo(200);
            assertThat(get("/actuator/health/readiness")).isEqualTo(503);
            assertThat(get("/audit-log/vkey")).isEqualTo(503);
        });
        assertThat(folder.resolve("keys")).doesNotExist();

        // when
        EventKeys.openOrCreate(Service.API_SERVICE, folder.resolve("keys"), FileProtection.NONE, () -> false);
        silence.close();
        try (EmbeddedStore store = new EmbeddedStore(folder.resolve("store"), late)) {
            store.start();

            // then
            try (ConfigurableApplicationContext service = start.join()) {
                assertThat(service.isRunning()).isTrue();
                await().atMost(PATIENCE).until(() -> get("/actuator/health/readiness") == 200);
            }
        }
        assertThat(folder.resolve("keys")).isNotEmptyDirectory();
    }

    @Test
    void shouldListAllWrongSettings() {
        // when
        InvalidSettings refusal = catchThrowableOfType(
                InvalidSettings.class,
                () -> AuditApplication.builder()
                        .run(
                                "--HEALTHPASSPORT_PUBLIC_URL=https://passport.test/api",
                                "--HEALTHPASSPORT_AUDIT_ORIGIN=https://log.test",
                                "--HEALTHPASSPORT_RESTORE_REASON=two\nlines",
                                "--HEALTHPASSPORT_START_PATIENCE=soon"));

        // then
        assertThat(refusal.reasons())
                .containsExactlyInAnyOrder(
                        "HEALTHPASSPORT_PUBLIC_URL: must be http(s)://host[:port], without path, query or trailing slash.",
                        "HEALTHPASSPORT_AUDIT_ORIGIN: must be a host and a path such as log.example.org/audit, without scheme, spaces and plus signs.",
                        "healthpassport.keys.folder: must be set to the folder of the key that signs the log (HEALTHPASSPORT_KEYS_FOLDER).",
                        "healthpassport.witness.folder: must be set to a folder outside of the database and its backups, for the last signed note (HEALTHPASSPORT_WITNESS_DIR).",
                        "HEALTHPASSPORT_RESTORE_REASON: must be a single line of at most 200 printable characters.",
                        "HEALTHPASSPORT_START_PATIENCE: must be a time, such as 5m or 90s.");
    }

    @Test
    void shouldFailWithALineThatSaysWhatDidNotComeWhenItsPatienceEnds() throws IOException {
        try (ServerSocket silence = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> service("1s", silence.getLocalPort()))
                    .rootCause()
                    .hasMessageStartingWith("Expected MongoDB to say whether ");
        }
        assertThat(folder.resolve("keys")).doesNotExist();
    }

    private ConfigurableApplicationContext service(String patience, int mongoPort) {
        return AuditApplication.builder()
                // The event loops of all would end with the first application of this JVM that is closed.
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean("ownLoops", ReactorResourceFactory.class, AuditStartTest::ownLoops))
                .listeners((ApplicationListener<WebServerInitializedEvent>)
                        event -> port.set(event.getWebServer().getPort()))
                .run(
                        "--HEALTHPASSPORT_AUDIT_PORT=0",
                        "--KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1",
                        "--MONGODB_URI=mongodb://127.0.0.1:" + mongoPort + "/passport",
                        "--HEALTHPASSPORT_KEYS_FOLDER=" + folder.resolve("keys"),
                        "--HEALTHPASSPORT_KEYS_CREATE_MISSING=true",
                        "--HEALTHPASSPORT_WITNESS_DIR=" + folder.resolve("witness"),
                        "--HEALTHPASSPORT_START_PATIENCE=" + patience);
    }

    private static ReactorResourceFactory ownLoops() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setShutdownQuietPeriod(Duration.ZERO);
        return resources;
    }

    private int get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + port.get() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
