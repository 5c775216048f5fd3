package org.healthpassport.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks a service what a load balancer would ask: whether it takes requests. */
final class Readiness {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final long PAUSE_MS = 50;

    private final HttpClient client = HttpClient.newHttpClient();

    /** @throws CannotStart when the service does not become ready within two minutes */
    void await(URI service) throws InterruptedException {
        URI probe = service.resolve("/actuator/health/readiness");
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!isReady(probe)) {
            if (System.nanoTime() - deadline > 0) {
                throw new CannotStart("%s does not become ready; its log says why.".formatted(service));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
    }

    private boolean isReady(URI probe) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(probe).timeout(Duration.ofSeconds(5)).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
