package org.healthpassport.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.embedded.store.EmbeddedStore;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** The start waits for a store that answers late, and says that it is alive; a lost or wrong key ends it. */
@Timeout(240)
class ApiStartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    private final AtomicReference<Integer> port = new AtomicReference<>();

    @Test
    void shouldWaitForAStoreThatAnswersLateAndEndOverAKeyThatIsLostOrWrong() throws Exception {
        // given: a store that takes connections and does not answer yet
        ServerSocket silence = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        int late = silence.getLocalPort();
        CompletableFuture<ConfigurableApplicationContext> start =
                CompletableFuture.supplyAsync(() -> service("5m", late, "keys"));
        await().atMost(PATIENCE).until(() -> port.get() != null);
        await().atMost(PATIENCE).until(() -> get("/actuator/health/liveness") == 200);
        await().during(Duration.ofSeconds(4)).atMost(PATIENCE).untilAsserted(() -> {
            assertThat(get("/actuator/health/liveness")).isEqualTo(200);
            assertThat(get("/actuator/health/readiness")).isEqualTo(503);
            assertThat(get("/.well-known/jwks.json")).isEqualTo(503);
        });
        assertThat(folder.resolve("keys")).doesNotExist();

        // when
        silence.close();
        try (EmbeddedStore store = new EmbeddedStore(folder.resolve("store"), late)) {
            store.start();

            // then
            try (ConfigurableApplicationContext service = start.join()) {
                assertThat(service.isRunning()).isTrue();
                await().atMost(PATIENCE).until(() -> get("/actuator/health/readiness") == 200);
                assertThat(get("/.well-known/jwks.json")).isEqualTo(200);
            }
            assertThat(folder.resolve("keys")).isNotEmptyDirectory();
            assertThatThrownBy(() -> service("5m", late, "lost"))
                    .hasStackTraceContaining("these are missing: ")
                    .hasStackTraceContaining("kek-service.json");
            assertThat(folder.resolve("lost")).doesNotExist();
            KeyFolder.openOrCreate(folder.resolve("wrong"), EnumSet.allOf(KeyPurpose.class), purpose -> false);
            assertThatThrownBy(() -> service("5m", late, "wrong"))
                    .satisfies(failure -> assertThat(Failures.causes(failure)).anyMatch(SealBroken.class::isInstance));
        }
    }

    @Test
    void shouldFailWithALineThatSaysWhatDidNotComeWhenItsPatienceEnds() throws IOException {
        try (ServerSocket silence = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> service("1s", silence.getLocalPort(), "keys"))
                    .rootCause()
                    .hasMessageStartingWith("Expected MongoDB to say whether a missing key was used within 1 s");
        }
        assertThat(folder.resolve("keys")).doesNotExist();
    }

    private ConfigurableApplicationContext service(String patience, int mongoPort, String keys) {
        SpringApplicationBuilder application = ApiApplication.builder()
                .listeners((ApplicationListener<WebServerInitializedEvent>)
                        event -> port.set(event.getWebServer().getPort()));
        return SharedLogging.leftAsItIs(() -> application.run(
                "--HEALTHPASSPORT_API_PORT=0",
                "--KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1",
                "--MONGODB_URI=mongodb://127.0.0.1:" + mongoPort + "/passport",
                "--STORAGE_URL=" + folder.resolve("objects").toUri(),
                "--HEALTHPASSPORT_STAGING_URL=" + folder.resolve("staged").toUri(),
                "--HEALTHPASSPORT_KEYS_FOLDER=" + folder.resolve(keys),
                "--HEALTHPASSPORT_KEYS_CREATE_MISSING=true",
                "--HEALTHPASSPORT_START_PATIENCE=" + patience));
    }

    private int get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + port.get() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
