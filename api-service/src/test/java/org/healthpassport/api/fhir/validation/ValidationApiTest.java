package org.healthpassport.api.fhir.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.fhir.FhirClient;
import org.healthpassport.api.fhir.FhirClient.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationApiTest {
    private static final String OBSERVATION = """
            {"resourceType":"Observation","status":"final","code":{"text":"Pulse"},"valueInteger":60}""";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final FhirClient fhir = new FhirClient(api);
    private final SignedIn patient = api.newPatient();

    @BeforeAll
    static void loadTheDefinitions() {
        SignedIn anybody = api.newPatient();
        await().atMost(Duration.ofMinutes(5))
                .untilAsserted(() -> assertThat(new FhirClient(api)
                                .post(anybody, "/fhir/Observation/$validate", OBSERVATION)
                                .status())
                        .isEqualTo(200));
    }

    @Test
    void shouldTellWhatIsWrongAndWhatCouldBeBetter() {
        // when
        Answer answer = fhir.post(
                patient,
                "/fhir/Observation/$validate",
                OBSERVATION.replace("final", "finished").replace("60", "\"sixty\""));

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("resourceType").asString()).isEqualTo("OperationOutcome");
        assertThat(answer.json()
                        .path("issue")
                        .valueStream()
                        .map(issue -> issue.path("severity").asString()))
                .contains("error", "warning");
        assertThat(answer.json()
                        .path("issue")
                        .valueStream()
                        .map(issue -> issue.at("/expression/0").asString()))
                .contains("Observation.status");
        assertThat(api.logged()).doesNotContain("finished", "sixty");
    }

    @Test
    void shouldFindNoErrorInAGoodResource() {
        // when
        Answer answer = fhir.post(patient, "/fhir/Observation/$validate", OBSERVATION);

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()
                        .path("issue")
                        .valueStream()
                        .map(issue -> issue.path("severity").asString()))
                .isNotEmpty()
                .doesNotContain("error", "fatal");
    }

    @Test
    void shouldTakeTheResourceFromParameters() {
        // when
        Answer answer = fhir.post(
                patient,
                "/fhir/Observation/$validate",
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"mode\",\"valueCode\":\"create\"},{\"name\":\"resource\",\"resource\":"
                        + OBSERVATION.replace("final", "finished") + "}]}");

        // then
        assertThat(answer.text()).contains("\"error\"").contains("Observation.status");
    }

    @ParameterizedTest
    @CsvSource({
        "/fhir/Nonsense/$validate, 404",
        "/fhir/Condition/$validate, 422",
    })
    void shouldRefuseOtherTypes(String path, int status) {
        assertThat(fhir.post(patient, path, OBSERVATION).status()).isEqualTo(status);
    }
}
