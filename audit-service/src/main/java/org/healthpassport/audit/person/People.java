package org.healthpassport.audit.person;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.security.StatelessSecurity;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everybody whom api-service knows. It is asked with the token of the auditor, so that it decides and records for itself,
 * and this service can learn nothing that the auditor may not. Blocks.
 */
final class People {
    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(WITHIN)
            .build();
    /** A newer api-service may tell more. */
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final URI address;

    /** @param address of the people of api-service */
    People(URI address) {
        this.address = address;
    }

    /** The account or the patient with an id; empty if there is none. */
    Optional<Person> withId(String id, Asking asking) throws IOException {
        return ask(URI.create(address + "/" + id), asking);
    }

    /** The account with an email; empty if there is none. */
    Optional<Person> withEmail(String email, Asking asking) throws IOException {
        return ask(URI.create(address + "?email=" + URLEncoder.encode(email, StandardCharsets.UTF_8)), asking);
    }

    /**
     * The request on whose behalf api-service is asked.
     *
     * @param authorization header with the auditor's token
     */
    record Asking(String authorization, String requestId) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Asking[" + requestId + ']';
        }
    }

    private Optional<Person> ask(URI uri, Asking asking) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(WITHIN)
                .header("Authorization", asking.authorization())
                .header("X-Request-Id", asking.requestId())
                .header("Accept", "application/json")
                .build();
        HttpResponse<byte[]> answer = send(request);
        return switch (answer.statusCode()) {
            case 200 -> Optional.of(read(answer.body()));
            case 404 -> Optional.empty();
            case 400 ->
                throw Problem.of(ProblemType.MALFORMED_REQUEST, "This is neither an id nor an email address.")
                        .asException();
            // The account was changed since this request was let in.
            case 401 -> throw StatelessSecurity.noValidToken().asException();
            case 403 ->
                throw Problem.of(ProblemType.FORBIDDEN, "The role of your account does not allow this request.")
                        .asException();
            default ->
                throw new IOException(
                        "Expected api-service to tell who somebody is, but it answered " + answer.statusCode());
        };
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Expected api-service to tell who somebody is, but the wait was interrupted", e);
        }
    }

    private Person read(byte[] body) throws IOException {
        try {
            return json.readValue(body, Person.class);
        } catch (JacksonException e) {
            throw new IOException("Expected api-service to answer with a person, but it did not", e);
        }
    }
}
