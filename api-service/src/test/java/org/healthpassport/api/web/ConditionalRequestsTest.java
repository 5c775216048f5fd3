package org.healthpassport.api.web;

import java.util.List;
import java.util.Map;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.record.Allergies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Conditions of requests (RFC 9110, 13) on records, documents and accounts. */
class ConditionalRequestsTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SignedIn patient = api.newPatient();

    @ParameterizedTest
    @ValueSource(strings = {"W/\"7\", W/\"1\"", "\"1\"", "*"})
    void shouldAmendAndDeleteAVersionThatTheConditionLists(String condition) {
        // given
        String path = new Allergies(api, patient).create(Allergies.to("Penicillin"));
        String another = new Allergies(api, patient).create(Allergies.to("Latex"));

        // then
        requireStatus(200, send(HttpMethod.PUT, path, Map.of("If-Match", List.of(condition))));
        requireStatus(204, send(HttpMethod.DELETE, another, Map.of("If-Match", List.of(condition))));
    }

    @Test
    void shouldReadAConditionInSeveralLines() {
        String path = new Allergies(api, patient).create(Allergies.to("Penicillin"));
        requireStatus(200, send(HttpMethod.PUT, path, Map.of("If-Match", List.of("W/\"7\"", "W/\"1\""))));
        requireStatus(412, send(HttpMethod.PUT, path, Map.of("If-Match", List.of("W/\"7\"", "W/\"1\""))));
        requireStatus(412, send(HttpMethod.GET, path, Map.of("If-Match", List.of("W/\"7\"", "W/\"1\""))));
        requireStatus(200, send(HttpMethod.GET, path, Map.of("If-Match", List.of("W/\"7\"", "W/\"2\""))));
    }

    @Test
    void shouldReadOnlyWhatTheConditionAllows() {
        // given
        String record = new Allergies(api, patient).create(Allergies.to("Penicillin"));
        String document = "/api/patients/" + patient.patientId() + "/documents/"
                + new UploadedDocuments(api).receivedPdf(patient, 1_000);

        for (String path : List.of(record, document, document + "/content", "/api/me")) {
            String tag = send(HttpMethod.GET, path, Map.of())
                    .expectBody()
                    .returnResult()
                    .getResponseHeaders()
                    .getETag();
            for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
                // then
                requireStatus(200, send(method, path, Map.of("If-Match", List.of("\"x\", " + tag))));
                requireStatus(412, send(method, path, Map.of("If-Match", List.of("\"x\""))));
                requireStatus(304, send(method, path, Map.of("If-None-Match", List.of("\"x\", " + tag))));
                requireStatus(304, send(method, path, Map.of("If-None-Match", List.of("*"))));
                requireStatus(200, send(method, path, Map.of("If-None-Match", List.of("\"x\""))));
            }
        }
        Map<String, List<String>> range = Map.of("If-Match", List.of("\"x\""), "Range", List.of("bytes=0-9"));
        requireStatus(412, send(HttpMethod.GET, document + "/content", range));
    }

    private static void requireStatus(int status, ResponseSpec answer) {
        answer.expectStatus().isEqualTo(status);
    }

    private ResponseSpec send(HttpMethod method, String path, Map<String, List<String>> headers) {
        var request = api.client(patient)
                .method(method)
                .uri(path)
                .headers(sent -> headers.forEach((name, values) -> sent.addAll(name, values)));
        return method == HttpMethod.PUT
                ? request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Allergies.to("Nickel"))
                        .exchange()
                : request.exchange();
    }
}
