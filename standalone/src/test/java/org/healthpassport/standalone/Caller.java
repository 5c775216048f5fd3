package org.healthpassport.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Somebody with an access token, whose requests have to succeed. */
record Caller(ApiClient api, String token) {
    private static final String CLINICAL_STATUS = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";

    /** Registers an account; the answer has its ids. */
    static JsonNode registered(ApiClient api, String email, Map<String, ?> registration)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = api.postJson(
                "/api/auth/register",
                Stream.of(registration, Map.of("email", email, "password", ApiClient.PASSWORD))
                        .flatMap(members -> members.entrySet().stream())
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        assertThat(answer.statusCode()).as("registration").isEqualTo(201);
        return ApiClient.json(answer);
    }

    static String newEmail() {
        return UUID.randomUUID() + "@example.org";
    }

    JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return call("POST", path, body);
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return call("GET", path, Map.of());
    }

    void delete(String path) throws IOException, InterruptedException {
        call("DELETE", path, Map.of());
    }

    /** A change of whatever version there is. */
    JsonNode call(String method, String path, Map<String, ?> body) throws IOException, InterruptedException {
        boolean conditional = !method.equals("GET") && !method.equals("POST");
        HttpResponse<byte[]> answer =
                send(method, path, body, conditional ? new String[] {"If-Match", "*"} : new String[0]);
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, new String(answer.body(), UTF_8))
                .isBetween(200, 299);
        return answer.body().length == 0 ? MissingNode.getInstance() : ApiClient.json(answer);
    }

    HttpResponse<byte[]> send(String method, String path, Map<String, ?> body, String... more)
            throws IOException, InterruptedException {
        String[] headers = Stream.concat(Stream.of("Authorization", "Bearer " + token), Arrays.stream(more))
                .toArray(String[]::new);
        return api.send(method, path, body, headers);
    }

    /** Records an allergy of a patient, and returns the id of the record. */
    String newRecord(String patientId) throws IOException, InterruptedException {
        return post("/api/patients/" + patientId + "/records", allergy("Penicillin"))
                .get("id")
                .asString();
    }

    static Map<String, Object> allergy(String substance) {
        return Map.of(
                "resourceType",
                "AllergyIntolerance",
                "clinicalStatus",
                Map.of("coding", List.of(Map.of("system", CLINICAL_STATUS, "code", "active"))),
                "code",
                Map.of("text", substance));
    }

    /** A new version of a record. */
    static Map<String, Object> allergy(String substance, String id) {
        Map<String, Object> amended = new HashMap<>(allergy(substance));
        amended.put("id", id);
        return amended;
    }
}
