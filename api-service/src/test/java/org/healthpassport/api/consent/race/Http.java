package org.healthpassport.api.consent.race;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.healthpassport.api.consent.race.Deed.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of one address; each request is sent once. */
final class Http {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;

    /** @param number of the client, from which its address follows */
    Http(int number) {
        this.address = "10.9.0." + (number + 1);
    }

    /** @param status 0 if there was none */
    record Answer(long began, long ended, int status, JsonNode body) {

        String text(String member) {
            return body.path(member).asString("");
        }

        Deed deed(Kind kind, String actor, String patientId, String id) {
            return new Deed(kind, actor, patientId, id, began, ended, status);
        }
    }

    /** @param body null for none */
    Answer send(int port, String token, String method, String path, String requestId, @Nullable Map<String, ?> body)
            throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", address)
                .header("X-Request-Id", requestId)
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
                .build();
        long began = System.nanoTime();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            return new Answer(began, System.nanoTime(), answer.statusCode(), json(answer.body()));
        } catch (IOException noAnswer) {
            return new Answer(began, System.nanoTime(), 0, json(""));
        }
    }

    private static JsonNode json(String body) {
        return body.startsWith("{")
                ? JsonMapper.shared().readTree(body)
                : JsonMapper.shared().createObjectNode();
    }
}
