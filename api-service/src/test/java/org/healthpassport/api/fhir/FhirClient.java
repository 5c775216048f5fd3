package org.healthpassport.api.fhir;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the FHIR API over HTTP. */
public final class FhirClient {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ApiUnderTest api;

    public FhirClient(ApiUnderTest api) {
        this.api = api;
    }

    public Answer get(SignedIn who, String path) {
        return send(who, HttpMethod.GET, path, null, Map.of());
    }

    public Answer post(SignedIn who, String path, String body) {
        return send(who, HttpMethod.POST, path, body, Map.of());
    }

    public Answer put(SignedIn who, String path, long version, String body) {
        return send(who, HttpMethod.PUT, path, body, Map.of("If-Match", "W/\"" + version + '"'));
    }

    public Answer delete(SignedIn who, String path) {
        return send(who, HttpMethod.DELETE, path, null, Map.of());
    }

    public Answer send(SignedIn who, HttpMethod method, String path, String body, Map<String, String> headers) {
        var request =
                (who == null ? api.client() : api.client(who)).method(method).uri(path);
        if (body != null) {
            request.header("Content-Type", headers.getOrDefault("Content-Type", "application/fhir+json"));
            request.bodyValue(body.getBytes(StandardCharsets.UTF_8));
        }
        headers.forEach((name, value) -> request.headers(sent -> sent.set(name, value)));
        return new Answer(request.exchange().expectBody().returnResult());
    }

    /** An answer, with paths instead of addresses. */
    public record Answer(EntityExchangeResult<byte[]> result) {

        public int status() {
            return result.getStatus().value();
        }

        public String header(String name) {
            return result.getResponseHeaders().getFirst(name);
        }

        public String text() {
            byte[] body = result.getResponseBody();
            return body == null ? "" : new String(body, StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return JSON.readTree(text());
        }

        /** The path of a new resource, without its version. */
        public String location() {
            return header("Location").replace(ApiUnderTest.PUBLIC_URL, "").replaceFirst("/_history/.*", "");
        }
    }
}
