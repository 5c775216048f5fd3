package org.healthpassport.standalone;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Asks a service what a load balancer would ask: whether it takes requests. */
final class Readiness {
    private static final long PAUSE_MS = 50;
    /** A component that keeps the service from being ready, where the service names its components. */
    private static final Pattern NOT_READY = Pattern.compile("\"(\\w+)\":\\{\"status\":\"(?:DOWN|OUT_OF_SERVICE)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Duration patience;

    /** @param patience for how long a service may be asked before it is taken for one that does not start */
    Readiness(Duration patience) {
        this.patience = patience;
    }

    /**
     * Returns when the service is ready.
     *
     * @param waiting takes what it waits for, after each answer that says that it is not
     * @throws CannotStart when it does not become ready in time, with what it waited for
     */
    void await(String name, URI service, Consumer<String> waiting) throws InterruptedException {
        HttpRequest probe = HttpRequest.newBuilder(service.resolve("/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long begun = System.nanoTime();
        for (String reason = ask(probe); !reason.isEmpty(); reason = ask(probe)) {
            waiting.accept(reason);
            if (System.nanoTime() - begun > patience.toNanos()) {
                throw new CannotStart(
                        "%s did not become ready within %d s: %s. Its log says why; HEALTHPASSPORT_START_PATIENCE chooses how long it may take."
                                .formatted(name, patience.toSeconds(), reason));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
    }

    /** Why the service is not ready, empty if it is. */
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
