package org.healthpassport.standalone.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the API over HTTP and JSON, logged in to one account or anonymous. */
final class DemoClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** The longest wait for an answer; a machine is slow during its first start. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final int EMAIL_TAKEN = 409;

    private final URI api;
    private final HttpClient http;
    private final @Nullable String accessToken;

    private DemoClient(URI api, HttpClient http, @Nullable String accessToken) {
        this.api = api;
        this.http = http;
        this.accessToken = accessToken;
    }

    /** A client without a login. */
    static DemoClient anonymous(URI api) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
        return new DemoClient(api, http, null);
    }

    /** @throws DemoFailed if the account has a password that the demo does not know */
    DemoClient logIn(DemoAccount account) throws IOException, InterruptedException {
        Answer answer = post("/api/auth/login", Map.of("email", account.email(), "password", account.password()));
        if (answer.status() != 200) {
            throw new DemoFailed(
                    "HEALTHPASSPORT_DEMO: the demo does not know the password of the account %s. Set HEALTHPASSPORT_DATA_DIR to another folder."
                            .formatted(account.email()));
        }
        return new DemoClient(api, http, answer.body().get("access_token").asString());
    }

    /** Creates the account, unless it exists, and logs in to it. */
    DemoClient createAccount(String path, DemoAccount account, Map<String, ?> description)
            throws IOException, InterruptedException {
        Map<String, Object> body = new HashMap<>(description);
        body.put("email", account.email());
        body.put("password", account.password());
        post(path, body).require(201, EMAIL_TAKEN);
        return logIn(account);
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET()).require(200).body();
    }

    /** The items on the first page of a list. */
    Stream<JsonNode> items(String path) throws IOException, InterruptedException {
        return StreamSupport.stream(get(path).get("items").spliterator(), false);
    }

    /** The oldest of the items on the first page of a list: the demo's own, also after somebody made more by hand. */
    Optional<JsonNode> oldest(String path, Predicate<JsonNode> which) throws IOException, InterruptedException {
        return items(path).filter(which).reduce((newer, older) -> older);
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    Answer post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return post(path, "application/json", BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }

    Answer postResource(String path, byte[] resource) throws IOException, InterruptedException {
        return post(path, "application/fhir+json", BodyPublishers.ofByteArray(resource));
    }

    Answer postFile(String path, DemoDocument document) throws IOException, InterruptedException {
        String boundary = "boundary-" + UUID.randomUUID();
        String head = field(boundary, "type", document.type())
                + field(boundary, "title", document.title())
                + "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
                        .formatted(boundary, document.fileName());
        BodyPublisher body = BodyPublishers.ofByteArrays(List.of(
                head.getBytes(StandardCharsets.UTF_8),
                document.content(),
                "\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8)));
        return post(path, "multipart/form-data; boundary=" + boundary, body);
    }

    private Answer post(String path, String contentType, BodyPublisher body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", contentType).POST(body));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(path)).timeout(TIMEOUT);
        return accessToken == null ? request : request.header("Authorization", "Bearer " + accessToken);
    }

    private Answer send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        byte[] body = response.body();
        return new Answer(
                request, response.statusCode(), body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body));
    }

    private static String field(String boundary, String name, String value) {
        return "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(boundary, name, value);
    }

    /** An answer of the API, of any status. */
    record Answer(HttpRequest request, int status, JsonNode body) {

        /** @throws DemoFailed if the status is not one of these */
        Answer require(int... expected) {
            if (Arrays.stream(expected).noneMatch(one -> one == status)) {
                throw new DemoFailed("HEALTHPASSPORT_DEMO: %s %s was answered with %d: %s"
                        .formatted(
                                request.method(),
                                request.uri().getPath(),
                                status,
                                body.path("detail").asString("")));
            }
            return this;
        }
    }
}
