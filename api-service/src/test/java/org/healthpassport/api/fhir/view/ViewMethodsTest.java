package org.healthpassport.api.fhir.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.fhir.FhirClient;
import org.healthpassport.api.fhir.FhirClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

class ViewMethodsTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final FhirClient fhir = new FhirClient(api);
    private final SignedIn patient = api.newPatient();

    @ParameterizedTest
    @CsvSource({
        "POST, /fhir/Binary, OPTIONS",
        "GET, /fhir/Binary, OPTIONS",
        "PUT, /fhir/Binary/1, 'OPTIONS, GET, HEAD'",
        "DELETE, /fhir/Binary/1, 'OPTIONS, GET, HEAD'",
        "POST, /fhir/Consent, OPTIONS",
        "PUT, /fhir/Consent/1, 'OPTIONS, GET, HEAD'",
        "PATCH, /fhir/Consent/1, 'OPTIONS, GET, HEAD'",
        "DELETE, /fhir/Consent/1, 'OPTIONS, GET, HEAD'",
        "GET, /fhir/DocumentReference, 'OPTIONS, POST'",
        "PUT, /fhir/DocumentReference/1, 'OPTIONS, GET, HEAD, DELETE'",
    })
    void shouldRefuseWhatAViewDoesNotHave(String method, String path, String allowed) {
        // when
        Answer answer = fhir.send(patient, HttpMethod.valueOf(method), path, "{}", Map.of("If-Match", "W/\"1\""));

        // then
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo(allowed);
        assertThat(answer.json().path("resourceType").asString()).isEqualTo("OperationOutcome");
        assertThat(answer.json().at("/issue/0/code").asString()).isEqualTo("not-supported");
        assertThat(fhir.send(null, HttpMethod.valueOf(method), path, "{}", Map.of())
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayInItsCapabilitiesWhatAViewHas(FhirView view) {
        // when
        JsonNode resources = fhir.get(null, "/fhir/metadata").json().at("/rest/0/resource");

        // then
        List<JsonNode> described = resources
                .valueStream()
                .filter(resource -> resource.path("type").asString().equals(view.fhirName()))
                .toList();
        assertThat(described).hasSize(1);
        assertThat(described
                        .get(0)
                        .path("interaction")
                        .valueStream()
                        .map(interaction -> interaction.path("code").asString()))
                .containsExactlyElementsOf(view.interactions());
    }

    @Test
    void shouldLeaveValidationAlone() {
        assertThat(fhir.post(patient, "/fhir/Consent/$validate", "{\"resourceType\":\"Basic\"}")
                        .status())
                .isEqualTo(422);
    }
}
