package org.healthpassport.documents;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.events.Event;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.FailureReason;
import org.healthpassport.events.document.ProcessingOutcome;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.staging.StagedFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

class DocumentsApplicationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static ConfigurableApplicationContext worker;
    private static Bus bus;
    private static StagedFiles staged;
    private static ObjectStore objects;

    @BeforeAll
    static void startBrokerAndWorker() {
        broker = new EmbeddedBroker(folder.resolve("broker"));
        broker.start();
        staged = StagedFiles.at(folder.resolve("staged").toUri());
        EventMacs macs = Bus.macsOfApiService(folder.resolve("keys"));
        worker = DocumentsApplication.builder()
                .run(
                        "--HEALTHPASSPORT_DOCUMENT_WORKER_PORT=0",
                        "--HEALTHPASSPORT_HEAD_WITHIN=1s",
                        "--HEALTHPASSPORT_KEYS_FOLDER=" + folder.resolve("keys"),
                        "--KAFKA_BOOTSTRAP_SERVERS=" + broker.bootstrapServers(),
                        "--STORAGE_URL=" + folder.resolve("objects").toUri(),
                        "--HEALTHPASSPORT_STAGING_URL="
                                + folder.resolve("staged").toUri());
        objects = worker.getBean(DocumentStores.class).forNew().get(0);
        await().atMost(PATIENCE).until(() -> get("/actuator/health/readiness") == 200);
        bus = new Bus(broker.bootstrapServers(), macs);
    }

    @AfterAll
    static void stopWorkerAndBroker() {
        bus.close();
        worker.close();
        broker.close();
    }

    @Test
    void shouldStoreReceivedDocumentAndReportIt() {
        // given
        Ciphertext document = Ciphertext.ofSize(100_000).stagedIn(staged);
        Event received = Events.received(document);

        // when
        bus.publish(received);

        // then
        Event result = results(document, 1).get(0);
        assertThat(result.key()).isEqualTo(document.documentId());
        assertThat(result.subject()).isEqualTo(document.documentId());
        assertThat(result.causationId()).isEqualTo(received.id());
        assertThat(result.correlationId()).isEqualTo(received.correlationId());
        assertThat(result.sequence()).isNull();
        DocumentProcessed processed = result.payload(DocumentProcessed.class);
        assertThat(processed.getOutcome()).isEqualTo(ProcessingOutcome.STORED);
        assertThat(objects.find(processed.getObjectName())).isPresent();
    }

    @Test
    void shouldRepeatItsResultWhenTheEventComesAgain() {
        // given
        Ciphertext document = Ciphertext.ofSize(1_000).stagedIn(staged);
        Event received = Events.received(document);
        bus.publish(received);
        Event first = results(document, 1).get(0);
        staged.delete(document.documentId());

        // when
        bus.publish(received);

        // then
        Event second = results(document, 2).get(1);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.data()).isEqualTo(first.data());
    }

    @Test
    void shouldReportMissingAndDamagedBytes() {
        // given
        Ciphertext missing = Ciphertext.ofSize(10);
        Ciphertext damaged = Ciphertext.ofSize(11).stagedAs(new byte[11], staged);

        // when
        bus.publish(Events.received(missing));
        bus.publish(Events.received(damaged));

        // then
        assertThat(results(missing, 1).get(0).payload(DocumentProcessed.class).getFailureReason())
                .isEqualTo(FailureReason.STAGED_BYTES_MISSING);
        assertThat(results(damaged, 1).get(0).payload(DocumentProcessed.class).getFailureReason())
                .isEqualTo(FailureReason.STAGED_BYTES_DAMAGED);
    }

    @Test
    void shouldDeleteTheObjectOfDeletedDocument() {
        // given
        Ciphertext document = Ciphertext.ofSize(1_000).stagedIn(staged);
        bus.publish(Events.received(document));
        results(document, 1);
        assertThat(objects.find(document.objectName())).isPresent();

        // when
        bus.publish(Events.deleted(document));

        // then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(objects.find(document.objectName())).isEmpty());
    }

    @Test
    void shouldWaitForTheStoreAndLoseNothing() throws IOException {
        // given
        Path there = folder.resolve("objects");
        Path away = folder.resolve("objects-away");
        Ciphertext document = Ciphertext.ofSize(1_000).stagedIn(staged);
        Files.move(there, away);
        Files.createFile(there);

        // when
        bus.publish(Events.received(document));
        await().during(Duration.ofMillis(1_500))
                .atMost(PATIENCE)
                .until(() -> bus.resultsOf(document.documentId()).isEmpty());
        Files.delete(there);
        Files.move(away, there);

        // then
        assertThat(results(document, 1).get(0).payload(DocumentProcessed.class).getOutcome())
                .isEqualTo(ProcessingOutcome.STORED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health/liveness", "/actuator/health/readiness", "/actuator/metrics"})
    void shouldAnswerProbesAndMetrics(String path) throws Exception {
        assertThat(get(path)).isEqualTo(200);
    }

    /** Metrics need no token. */
    @Test
    void shouldListenForThisMachineOnly() {
        // given
        int port = ((WebServerApplicationContext) worker).getWebServer().getPort();

        // then: another loopback address reaches a server only if it listens on all addresses
        assertThatThrownBy(() -> new Socket("127.0.0.2", port).close()).isInstanceOf(ConnectException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/actuator/env", "/actuator/heapdump", "/actuator/beans"})
    void shouldServeNothingElse(String path) throws Exception {
        assertThat(get(path)).isEqualTo(404);
    }

    @Test
    void shouldEndConnectionWhoseRequestDoesNotArrive() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            // given
            socket.setSoTimeout((int) PATIENCE.toMillis());

            // when
            socket.getOutputStream().write("GET /actuator/health HTTP/1.1\r\nHost: a\r\n".getBytes(ISO_8859_1));

            // then
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("application/problem+json");
        }
    }

    private static List<Event> results(Ciphertext document, int count) {
        return await().atMost(PATIENCE)
                .until(() -> bus.resultsOf(document.documentId()), results -> results.size() >= count);
    }

    private static int port() {
        return ((WebServerApplicationContext) worker).getWebServer().getPort();
    }

    private static int get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
