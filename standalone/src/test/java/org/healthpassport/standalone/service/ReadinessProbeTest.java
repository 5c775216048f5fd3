package org.healthpassport.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.healthpassport.standalone.failure.StartFailed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReadinessProbeTest {
    private final Queue<String> printed = new ConcurrentLinkedQueue<>();

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
            ReadinessProbe readiness = new ReadinessProbe(Duration.ofMillis(200));

            // when, then
            assertThatThrownBy(() -> readiness.await("audit-service", uri, printed::add))
                    .isInstanceOfSatisfying(
                            StartFailed.class,
                            refusal -> assertThat(refusal.reasons())
                                    .containsExactly(
                                            "audit-service did not become ready within 0 s: not ready yet: auditLog. Its log says why. To wait longer, set HEALTHPASSPORT_START_PATIENCE."));
            assertThat(List.copyOf(printed)).containsOnly("not ready yet: auditLog");
        } finally {
            service.stop(0);
        }
    }
}
