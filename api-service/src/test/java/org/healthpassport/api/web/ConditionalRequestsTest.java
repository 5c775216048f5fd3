package org.healthpassport.api.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.api.sharing.SharingUnderTest;
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
    void shouldNotChangeAVersionThatMustNotBeThere() {
        // given
        String record = new Allergies(api, patient).create(Allergies.to("Penicillin"));
        String document = "/api/patients/" + patient.patientId() + "/documents/"
                + new UploadedDocuments(api).receivedPdf(patient, 1_000);
        String current = document(document);

        for (String condition : List.of("*", "W/\"1\"", "\"7\", \"1\"")) {
            Map<String, List<String>> headers =
                    Map.of("If-Match", List.of("W/\"1\""), "If-None-Match", List.of(condition));
            // then
            requireStatus(412, send(HttpMethod.PUT, record, headers));
            requireStatus(412, send(HttpMethod.DELETE, record, headers));
        }
        requireStatus(412, send(HttpMethod.DELETE, document, Map.of("If-None-Match", List.of("*"))));
        requireStatus(412, send(HttpMethod.DELETE, document, Map.of("If-None-Match", List.of(current))));
        requireStatus(412, send(HttpMethod.DELETE, "/api/me/sessions", Map.of("If-None-Match", List.of("*"))));
        requireStatus(
                204,
                send(
                        HttpMethod.DELETE,
                        record,
                        Map.of("If-Match", List.of("W/\"1\""), "If-None-Match", List.of("W/\"7\""))));
    }

    @Test
    void shouldCompareTimesOnlyWhereNothingBetterIsSent() {
        // given
        String record = new Allergies(api, patient).create(Allergies.to("Penicillin"));
        String fhir = "/fhir/AllergyIntolerance/" + SharingUnderTest.idIn(record);
        Map<String, List<String>> before = Map.of("If-Unmodified-Since", List.of("Sun, 06 Nov 1994 08:49:37 GMT"));
        Map<String, List<String>> after = Map.of("If-Unmodified-Since", List.of("Sun, 06 Nov 2094 08:49:37 GMT"));

        // then
        requireStatus(412, send(HttpMethod.GET, fhir, before));
        requireStatus(200, send(HttpMethod.GET, fhir, after));
        requireStatus(200, send(HttpMethod.GET, fhir, Map.of("If-Unmodified-Since", List.of("yesterday"))));
        requireStatus(428, send(HttpMethod.DELETE, fhir, before));
        requireStatus(428, send(HttpMethod.DELETE, fhir, after));
        Map<String, List<String>> both = new HashMap<>(before);
        both.put("If-Match", List.of("W/\"1\""));
        requireStatus(204, send(HttpMethod.DELETE, fhir, both));
    }

    private String document(String path) {
        return String.valueOf(send(HttpMethod.GET, path, Map.of())
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getETag());
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
