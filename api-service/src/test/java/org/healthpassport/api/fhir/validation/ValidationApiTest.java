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
import org.junit.jupiter.params.provider.ValueSource;

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
    @ValueSource(strings = {"Bundle", "Parameters", "Basic", "OperationOutcome", "Nonsense"})
    void shouldKnowNoTypesThatItsCapabilitiesDoNotName(String type) {
        // when
        Answer answer = fhir.post(patient, "/fhir/" + type + "/$validate", "{\"resourceType\":\"" + type + "\"}");

        // then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(fhir.get(null, "/fhir/metadata")
                        .json()
                        .at("/rest/0/resource")
                        .valueStream()
                        .map(resource -> resource.path("type").asString()))
                .doesNotContain(type);
    }

    @Test
    void shouldValidateEveryTypeThatItsCapabilitiesName() {
        fhir.get(null, "/fhir/metadata")
                .json()
                .at("/rest/0/resource")
                .valueStream()
                .map(resource -> resource.path("type").asString())
                .forEach(type -> assertThat(
                                fhir.post(patient, "/fhir/" + type + "/$validate", "{\"resourceType\":\"Basic\"}")
                                        .status())
                        .as(type)
                        .isEqualTo(422));
    }

    @ParameterizedTest
    @CsvSource({
        "profile=http://a.example/p, 400, 'profile'",
        "mode=delete, 400, 'mode'",
        "mode=create, 200, 'Best Practice'",
    })
    void shouldNameAParameterOfTheAddressThatHasNoMeaning(String query, int status, String named) {
        // when
        Answer answer = fhir.post(patient, "/fhir/Observation/$validate?" + query, OBSERVATION);

        // then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains(named);
    }

    @Test
    void shouldNameAParameterOfTheBodyThatHasNoMeaning() {
        // when
        Answer answer = fhir.post(
                patient,
                "/fhir/Observation/$validate",
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\",\"resource\":" + OBSERVATION
                        + "},{\"name\":\"mode\",\"valueCode\":\"delete\"}]}");

        // then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("'mode'");
    }

    @Test
    void shouldRefuseAnotherTypeThanThatOfTheAddress() {
        assertThat(fhir.post(patient, "/fhir/Condition/$validate", OBSERVATION).status())
                .isEqualTo(422);
    }
}
