package org.healthpassport.api.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.record.Allergies;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One instance as somebody sees it, signed in or not. Each request has an address of its own, as if it came through a
 * reverse proxy, so that no throttle matters.
 *
 * @param accessToken null for somebody who is not signed in
 */
record InstanceClient(int port, @Nullable String accessToken) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(60);
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    static InstanceClient of(int port) {
        return new InstanceClient(port, null);
    }

    /** The same person at another instance. */
    InstanceClient at(int otherPort) {
        return new InstanceClient(otherPort, accessToken);
    }

    InstanceClient logIn(String email, String password) {
        Answer answer = post("/api/auth/login", Map.of("email", email, "password", password));
        return new InstanceClient(
                port, answer.expect(200).json().get("access_token").asString());
    }

    Answer register(Map<String, Object> registration) {
        return post("/api/auth/register", registration);
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, Map<String, ?> body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body))));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /** Keeps a new allergy. */
    Answer keep(String records, String substance) {
        return insist(request(records)
                .header("Content-Type", "application/fhir+json")
                .POST(BodyPublishers.ofString(Allergies.to(substance))));
    }

    /** The same, however often it is repeated; waits for an attempt whose process died. */
    Answer keepOnce(String records, String substance, String key) {
        HttpRequest.Builder request = request(records)
                .header("Content-Type", "application/fhir+json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(Allergies.to(substance)));
        return await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .atMost(ANSWERED_WITHIN)
                .until(() -> insist(request), answer -> answer.status() != 409);
    }

    Answer amend(String recordPath, long version, String substance) {
        return insist(request(recordPath)
                .header("Content-Type", "application/fhir+json")
                .header("If-Match", "W/\"" + version + "\"")
                .PUT(BodyPublishers.ofString(Allergies.to(substance))));
    }

    private HttpRequest.Builder request(String path) {
        int number = ADDRESSES.incrementAndGet();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(ANSWERED_WITHIN)
                .header("X-Forwarded-For", "10.%d.%d.%d".formatted(number >> 16, number >> 8 & 255, number & 255));
        return accessToken == null ? request : request.header("Authorization", "Bearer " + accessToken);
    }

    /** Tries again for as long as there are too many requests at the same time. */
    private static Answer insist(HttpRequest.Builder request) {
        return await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(ANSWERED_WITHIN)
                .until(() -> send(request), answer -> answer.status() != 429);
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Location").orElse("").replace(ApiUnderTest.PUBLIC_URL, ""),
                    response.headers().firstValue("ETag").orElse(""),
                    response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    record Answer(int status, String location, String etag, byte[] body) {
        Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError(
                        "Expected %d, but it was %d: %s".formatted(expected, status, new String(body)));
            }
            return this;
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        long version() {
            return Long.parseLong(etag.replaceAll("\\D", ""));
        }
    }
}
