package org.healthpassport.standalone.service;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.healthpassport.standalone.failure.StartFailed;

/** Asks a service for its readiness, as a load balancer does. */
public final class ReadinessProbe {
    private static final long PAUSE_MS = 50;
    /** A component that is not ready, in the answer of a service that names its components. */
    private static final Pattern NOT_READY = Pattern.compile("\"(\\w+)\":\\{\"status\":\"(?:DOWN|OUT_OF_SERVICE)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Duration patience;

    /** @param patience the longest time that a service may take to become ready */
    public ReadinessProbe(Duration patience) {
        this.patience = patience;
    }

    /**
     * Returns when the service is ready.
     *
     * @param waiting receives the reason after each answer that is not "ready"
     * @throws StartFailed with the last reason, if the service does not become ready in time
     */
    public void await(String name, URI service, Consumer<String> waiting) throws InterruptedException {
        HttpRequest probe = HttpRequest.newBuilder(service.resolve("/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long begun = System.nanoTime();
        for (String reason = ask(probe); !reason.isEmpty(); reason = ask(probe)) {
            waiting.accept(reason);
            if (System.nanoTime() - begun > patience.toNanos()) {
                throw new StartFailed(
                        "%s did not become ready within %d s: %s. Its log says why. To wait longer, set HEALTHPASSPORT_START_PATIENCE."
                                .formatted(name, patience.toSeconds(), reason));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
    }

    /** The reason why the service is not ready; empty if it is. */
    private String ask(HttpRequest probe) throws InterruptedException {
        try {
            HttpResponse<String> answer = client.send(probe, BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                return "";
            }
            String parts = NOT_READY
                    .matcher(answer.body())
                    .results()
                    .map(part -> part.group(1))
                    .collect(joining(", "));
            return parts.isEmpty() ? "it is not ready yet" : "not ready yet: " + parts;
        } catch (IOException e) {
            return "it does not answer";
        }
    }
}
