package org.healthpassport.api.fhir.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collections;
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

    /** Waits for the definitions; it depends on the machine how long, but meanwhile the answers must say so. */
    @BeforeAll
    static void loadTheDefinitions() {
        SignedIn anybody = api.newPatient();
        FhirClient fhir = new FhirClient(api);
        await().atMost(Duration.ofMinutes(5)).until(() -> {
            Answer answer = fhir.post(anybody, "/fhir/Observation/$validate", OBSERVATION);
            if (answer.status() != 200) {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isEqualTo("5");
                assertThat(answer.text()).contains("is being loaded");
            }
            return answer.status() == 200;
        });
        assertThat(api.logged()).doesNotContain("ArithmeticException");
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

    @Test
    void shouldAnswerAtOnceWhatOverflowsItsStackAndGoOn() {
        // given
        String bomb = OBSERVATION.replace(
                "\"valueInteger\":60",
                "\"valueQuantity\":{\"value\":1,\"system\":\"http://unitsofmeasure.org\",\"code\":\""
                        + "(".repeat(30_000) + "m" + ")".repeat(30_000) + "\"}");

        // when
        Answer answer = fhir.post(patient, "/fhir/Observation/$validate", bomb);

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("issue")).hasSize(1);
        assertThat(answer.json().at("/issue/0/severity").asString()).isEqualTo("fatal");
        assertThat(answer.json().at("/issue/0/code").asString()).isEqualTo("too-costly");
        assertThat(fhir.post(patient, "/fhir/Observation/$validate", OBSERVATION)
                        .text())
                .contains("Best Practice")
                .doesNotContain("fatal");
        assertThat(api.logged()).doesNotContain("((((").doesNotContain("StackOverflowError");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"meta\":{\"profile\":[','\"http://a.example/p\"',4900,']}', 20 profiles",
        "'\"component\":[','{\"code\":{\"text\":\"a\"},\"valueString\":\"b\"}',2501,']', '5,000 values'",
    })
    void shouldNotEvenTryWhatIsTooMuch(String begin, String item, int count, String end, String bound) {
        // given
        String members = begin + String.join(",", Collections.nCopies(count, item)) + end;

        // when
        Answer answer =
                fhir.post(patient, "/fhir/Observation/$validate", OBSERVATION.replace("\"valueInteger\":60", members));

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/issue/0/code").asString()).isEqualTo("too-costly");
        assertThat(answer.json().at("/issue/0/diagnostics").asString()).contains(bound);
    }

    @Test
    void shouldGiveShortAnswers() {
        // given
        String resource = OBSERVATION.replace("\"valueInteger\":60", "\"language\":\"" + "x".repeat(60_000) + "\"");

        // when
        Answer answer = fhir.post(patient, "/fhir/Observation/$validate", resource);

        // then
        assertThat(answer.json()
                        .path("issue")
                        .valueStream()
                        .map(issue -> issue.path("severity").asString()))
                .contains("warning");
        assertThat(answer.text()).hasSizeLessThan(10_000);
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
