package org.healthpassport.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.healthpassport.standalone.network.Port;
import org.healthpassport.standalone.output.StartProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedServiceTest {
    private static final Duration OFTEN = Duration.ofMillis(20);

    private final Queue<String> printed = new ConcurrentLinkedQueue<>();

    @Test
    void shouldShowThatItWaitsForASilentStoreAndLetItselfBeStopped(@TempDir Path folder) throws Exception {
        // given
        Service qrWorker = Service.IN_ORDER_OF_STOPPING.stream()
                .filter(candidate -> candidate.port() == Port.QR_WORKER)
                .findFirst()
                .orElseThrow();
        try (ServerSocket silence = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                StartProgress progress = new StartProgress(printed::add, OFTEN)) {
            EmbeddedService service = new EmbeddedService(
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
                    progress);

            // when
            CompletableFuture<EmbeddedService> start = CompletableFuture.supplyAsync(service::start);

            // then
            Predicate<String> line = text -> text.startsWith(
                    "Still waiting for qr-worker: it waits for MongoDB to say whether a missing key was used (");
            await().atMost(Duration.ofSeconds(60)).until(() -> printed.stream().anyMatch(line));

            // when
            service.stopStarting();

            // then
            await().atMost(Duration.ofSeconds(20)).until(start::isCompletedExceptionally);
            assertThat(folder.resolve("keys")).doesNotExist();
        }
    }
}
