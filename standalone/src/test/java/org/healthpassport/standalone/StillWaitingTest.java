package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StillWaitingTest {
    private static final Duration OFTEN = Duration.ofMillis(20);

    private final Queue<String> printed = new ConcurrentLinkedQueue<>();

    @Test
    void shouldGoOnTellingWhatIsWaitedForUntilItIsOver() {
        try (StillWaiting waiting = new StillWaiting(printed::add, OFTEN)) {
            // when
            waiting.on("api-service", "it waits for MongoDB to be prepared");
            waiting.on("qr-worker", "it is starting");
            await().until(() -> printed.size() > 3);

            // then
            assertThat(printed)
                    .contains(
                            "Still waiting for api-service: it waits for MongoDB to be prepared (0 s)",
                            "Still waiting for qr-worker: it is starting (0 s)");
            waiting.over("api-service");
            waiting.over("qr-worker");
            await().during(OFTEN.multipliedBy(10)).until(() -> {
                boolean silent = printed.isEmpty();
                printed.clear();
                return silent;
            });
        }
    }

    @Test
    void shouldTellWhichServiceWaitsForAStoreThatDoesNotAnswerAndLetItBeStopped(@TempDir Path folder) throws Exception {
        // given
        Service qrWorker = Service.IN_ORDER_OF_STOPPING.stream()
                .filter(service -> service.port() == Port.QR_WORKER)
                .findFirst()
                .orElseThrow();
        try (ServerSocket silence = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                StillWaiting waiting = new StillWaiting(printed::add, OFTEN)) {
            Sibling sibling = new Sibling(
                    qrWorker,
                    Map.of(
                            Port.QR_WORKER.setting(),
                            "0",
                            "MONGODB_URI",
                            "mongodb://127.0.0.1:" + silence.getLocalPort() + "/passport",
                            "KAFKA_BOOTSTRAP_SERVERS",
                            "127.0.0.1:1",
                            "HEALTHPASSPORT_KEYS_FOLDER",
                            folder.resolve("keys").toString(),
                            "HEALTHPASSPORT_KEYS_CREATE_MISSING",
                            "true"),
                    waiting);

            // when
            CompletableFuture<Sibling> start = CompletableFuture.supplyAsync(sibling::start);

            // then
            Predicate<String> line = text -> text.startsWith(
                    "Still waiting for qr-worker: it waits for MongoDB to say whether a missing key was used (");
            await().atMost(Duration.ofSeconds(60)).until(() -> printed.stream().anyMatch(line));

            // when
            sibling.stopStarting();

            // then
            await().atMost(Duration.ofSeconds(20)).until(start::isCompletedExceptionally);
            assertThat(folder.resolve("keys")).doesNotExist();
        }
    }

    @Test
    void shouldNameTheComponentThatIsNotReadyWhenItsPatienceEnds() throws IOException {
        // given
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer = """
                {"components":{"auditLog":{"status":"DOWN"},"eventBus":{"status":"UP"}},"status":"DOWN"}""".getBytes(StandardCharsets.UTF_8);
        service.createContext("/actuator/health/readiness", exchange -> {
            exchange.sendResponseHeaders(503, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        service.start();
        try {
            URI uri = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
            Readiness readiness = new Readiness(Duration.ofMillis(200));

            // when, then
            assertThatThrownBy(() -> readiness.await("audit-service", uri, printed::add))
                    .isInstanceOfSatisfying(
                            CannotStart.class,
                            refusal -> assertThat(refusal.reasons())
                                    .containsExactly(
                                            "audit-service did not become ready within 0 s: not ready yet: auditLog. Its log says why; HEALTHPASSPORT_START_PATIENCE chooses how long it may take."));
            assertThat(List.copyOf(printed)).containsOnly("not ready yet: auditLog");
        } finally {
            service.stop(0);
        }
    }
}
