package org.healthpassport.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.healthpassport.bus.start.InvalidSettings;
import org.healthpassport.vault.staging.StagedFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** The worker waits for the volume of staged files; it does not take an unmounted folder for an empty one. */
@Timeout(120)
class DocumentsStartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final AtomicReference<Integer> port = new AtomicReference<>();
    private Path staging;

    @BeforeEach
    void makeThePlaceOfTheVolume() throws IOException {
        staging = Files.createDirectory(folder.resolve("staged"));
    }

    @Test
    void shouldBeAliveButNotReadyUntilTheVolumeIsMounted() throws Exception {
        // given
        CompletableFuture<ConfigurableApplicationContext> start = CompletableFuture.supplyAsync(() -> worker("5m"));
        await().atMost(PATIENCE).until(() -> port.get() != null);
        await().atMost(PATIENCE).until(() -> get("/actuator/health/liveness") == 200);
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).untilAsserted(() -> {
            assertThat(get("/actuator/health/liveness")).isEqualTo(200);
            assertThat(get("/actuator/health/readiness")).isEqualTo(503);
        });
        assertThat(staging).isEmptyDirectory();

        // when
        assertThat(StagedFiles.at(staging.toUri())).isNotNull();

        // then
        try (ConfigurableApplicationContext worker = start.join()) {
            assertThat(worker.isRunning()).isTrue();
            await().atMost(PATIENCE).until(() -> get("/actuator/health/readiness") == 200);
        }
    }

    @Test
    void shouldListAllWrongSettings() {
        // when
        InvalidSettings refusal = catchThrowableOfType(
                InvalidSettings.class,
                () -> DocumentsApplication.builder()
                        .run(
                                "--HEALTHPASSPORT_TOPIC_PARTITIONS=many",
                                "--HEALTHPASSPORT_START_PATIENCE=soon",
                                "--STORAGE_URL=not a URL"));

        // then
        assertThat(refusal.reasons())
                .containsExactlyInAnyOrder(
                        "HEALTHPASSPORT_TOPIC_PARTITIONS: must be a number.",
                        "HEALTHPASSPORT_START_PATIENCE: must be a time, such as 5m or 90s.",
                        "STORAGE_URL: must be a URL.",
                        "Expected HEALTHPASSPORT_KEYS_FOLDER (healthpassport.keys.folder) to name the folder of the keys of events, but it is not set");
    }

    @Test
    void shouldFailWithTheNameOfTheMissingVolumeAfterTheStartPatience() {
        assertThatThrownBy(() -> worker("1s"))
                .rootCause()
                .hasMessageStartingWith(
                        "Expected api-service to create the folder of staged files, or the volume to be mounted within 1 s");
        assertThat(staging).isEmptyDirectory();
    }

    private ConfigurableApplicationContext worker(String patience) {
        Bus.macsOfApiService(folder.resolve("keys"));
        return DocumentsApplication.builder()
                .listeners((ApplicationListener<WebServerInitializedEvent>)
                        event -> port.set(event.getWebServer().getPort()))
                .run(
                        "--HEALTHPASSPORT_DOCUMENT_WORKER_PORT=0",
                        "--KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1",
                        "--HEALTHPASSPORT_KEYS_FOLDER=" + folder.resolve("keys"),
                        "--STORAGE_URL=" + folder.resolve("objects").toUri(),
                        "--HEALTHPASSPORT_STAGING_URL=" + staging.toUri(),
                        "--HEALTHPASSPORT_START_PATIENCE=" + patience);
    }

    private int get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + port.get() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
