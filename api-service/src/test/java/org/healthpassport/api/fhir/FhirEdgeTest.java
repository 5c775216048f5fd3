package org.healthpassport.api.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.fhir.FhirClient.Answer;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.api.web.RawExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The edges of the FHIR API: addresses, methods, formats, cursors, and refusals that no handler makes. */
class FhirEdgeTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final FhirClient fhir = new FhirClient(api);

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void shouldAnswerUnreadableRequestsWithAnOutcome(String name, String target, String header, int status) {
        // when
        RawExchange answer = RawExchange.send(api.port(), "GET", target, header);

        // then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).hasValue("application/fhir+json");
        JsonNode outcome = JsonMapper.shared().readTree(answer.body());
        assertThat(outcome.path("resourceType").asString()).isEqualTo("OperationOutcome");
        assertThat(outcome.path("id").asString())
                .isEqualTo(answer.header("X-Request-Id").orElse("none"));
    }

    static Stream<Arguments> unreadable() {
        String none = "X: 1";
        return Stream.of(
                Arguments.of("long address", "/fhir/" + "a".repeat(9_000), none, 414),
                Arguments.of("address of many packets", "/fhir/" + "a".repeat(200_000), none, 414),
                Arguments.of("long query", "/fhir?" + "a".repeat(9_000), none, 414),
                Arguments.of("long header", "/fhir/Observation/1", "X: " + "a".repeat(20_000), 431),
                Arguments.of("escape that is cut off", "/fhir/%", none, 400),
                Arguments.of("malformed escape", "/fhir/Observation/%zz", none, 400),
                Arguments.of("malformed escape in the query", "/fhir/Observation/_history?_count=%zz", none, 400),
                Arguments.of("parameter of the path", "/fhir;a=b/Observation/1", none, 400),
                Arguments.of("space in the name of a header", "/fhir/Observation/1", "A b: c", 400));
    }

    @ParameterizedTest
    @CsvSource({"/fhirs/%", "/api/fhir/%", "/api/me?/fhir/%"})
    void shouldAnswerWithAProblemElsewhere(String target) {
        RawExchange answer = RawExchange.send(api.port(), "GET", target);

        assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({"GET", "POST", "OPTIONS"})
    void shouldAnswerWithAnOutcomeAtTheBase(String method) {
        // when
        Answer answer = fhir.send(
                api.newPatient(), HttpMethod.valueOf(method), "/fhir", method.equals("POST") ? "{}" : null, Map.of());

        // then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().at("/issue/0/code").asString()).isEqualTo("not-found");
    }

    @Test
    void shouldAnswerWithAnOutcomeToReadsOfWhatWasChanged() {
        // given
        SignedIn patient = api.newPatient();
        String path = fhir.post(patient, "/fhir/AllergyIntolerance", Allergies.to("Latex"))
                .location();

        // when
        Answer answer = fhir.send(
                patient, HttpMethod.GET, path, null, Map.of("If-Unmodified-Since", "Mon, 01 Jan 2001 00:00:00 GMT"));

        // then
        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.json().at("/issue/0/code").asString()).isEqualTo("conflict");
        assertThat(answer.header("ETag")).isNull();
    }

    @Test
    void shouldRefuseCursorsOfOtherLists() {
        // given
        SignedIn patient = api.newPatient();
        for (int record = 0; record < 3; record++) {
            fhir.post(patient, "/fhir/AllergyIntolerance", Allergies.to("Latex"));
        }
        String records = "/api/patients/" + patient.patientId() + "/records?limit=1";
        String history = "/fhir/AllergyIntolerance/_history?_count=1";
        String ofHistory =
                cursor(fhir.get(patient, history).json().at("/link/1/url").asString());
        String byDate = next(patient, records + "&sort=date");
        SignedIn other = api.newPatient();
        String ofOther = records.replace(patient.patientId(), other.patientId());

        // then
        assertThat(fhir.get(patient, history + ofHistory).status()).isEqualTo(200);
        assertThat(fhir.get(patient, records + "&sort=date" + byDate).status()).isEqualTo(200);
        for (String wrong : new String[] {
            history.replace("AllergyIntolerance", "Observation") + ofHistory,
            history + "&_since=2020-01-01T00:00:00Z" + ofHistory,
            records + ofHistory,
            records + byDate,
            records + "&sort=date&type=AllergyIntolerance" + byDate,
            records + "&sort=date&date=ge2020" + byDate,
            history + byDate
        }) {
            assertThat(fhir.get(patient, wrong).status()).as(wrong).isEqualTo(400);
        }
        assertThat(fhir.get(other, ofOther + "&sort=date" + byDate).status()).isEqualTo(400);
        assertThat(fhir.get(other, history + ofHistory).status()).isEqualTo(400);
        assertThat(fhir.get(patient, records + ofHistory).text()).contains("another list");
    }

    private String next(SignedIn who, String path) {
        return "&cursor=" + fhir.get(who, path).json().path("nextCursor").asString();
    }

    private static String cursor(String url) {
        return url.substring(url.indexOf("&cursor="));
    }

    @Test
    void shouldHaveOneAddressForAVersion() {
        // given
        SignedIn patient = api.newPatient();
        String path = fhir.post(patient, "/fhir/AllergyIntolerance", Allergies.to("Latex"))
                .location();

        // then
        assertThat(fhir.get(patient, path + "/_history/1").status()).isEqualTo(200);
        for (String version : new String[] {"01", "+1", "0x1", "-1", "0", "one", "9".repeat(18), "9".repeat(30)}) {
            assertThat(fhir.get(patient, path + "/_history/" + version).status())
                    .as(version)
                    .isEqualTo(404);
        }
    }

    @Test
    void shouldNameTheParametersOfFhir() {
        // given
        SignedIn patient = api.newPatient();

        // then
        assertThat(diagnostics(fhir.get(patient, "/fhir/AllergyIntolerance/_history?_count=0")))
                .isEqualTo("The parameter _count must be at least 1.");
        assertThat(diagnostics(fhir.get(patient, "/fhir/AllergyIntolerance/_history?_count=many")))
                .isEqualTo("The parameter _count is missing or malformed.");
        assertThat(fhir.get(patient, "/api/me/sessions?limit=0")
                        .json()
                        .path("detail")
                        .asString())
                .isEqualTo("The parameter limit must be at least 1.");
    }

    private static String diagnostics(Answer answer) {
        return answer.json().at("/issue/0/diagnostics").asString();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "OPTIONS, /fhir/metadata, 200, 'OPTIONS, GET, HEAD'",
                "POST, /fhir/metadata, 405, 'OPTIONS, GET, HEAD'",
                "TRACE, /fhir/metadata, 405, GET",
                "GET, /fhir/Patient, 404, -",
                "POST, /fhir/Patient, 404, -",
                "OPTIONS, /fhir/Patient/1, 200, 'OPTIONS, GET, HEAD, PUT'",
                "DELETE, /fhir/Patient/1, 405, 'OPTIONS, GET, HEAD, PUT'",
                "POST, /fhir/Observation/_search, 404, -",
                "GET, /fhir/Observation/_search, 404, -",
                "POST, /fhir/Observation/_history, 405, 'OPTIONS, GET, HEAD'",
                "GET, /fhir/Observation/$validate, 405, 'OPTIONS, POST'",
                "POST, /fhir/Observation/$everything, 404, -",
                "GET, /fhir/Observation, 405, POST",
                "OPTIONS, /fhir/Observation, 200, 'POST,OPTIONS'",
                "OPTIONS, /fhir/DocumentReference/1, 200, 'OPTIONS, GET, HEAD, DELETE'",
                "GET, /fhir/AuditEvent, 404, -",
                "GET, /fhir/AuditEvent/1, 404, -",
                "POST, /fhir/_search, 404, -",
                "GET, /fhir/_history, 404, -"
            })
    void shouldNameTheMethodsThatAnAddressHas(String method, String path, int status, String allowed) {
        // when
        Answer answer = fhir.send(api.newPatient(), HttpMethod.valueOf(method), path, null, Map.of());

        // then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "application/fhir+json;q=0                                      | - | 406",
                "application/fhir+json;q=0, */*                                 | - | 200",
                "*/*;q=0                                                        | - | 406",
                "application/fhir+json;fhirVersion=3.0                          | - | 406",
                "application/fhir+json;fhirVersion=4.0                          | - | 200",
                "application/fhir+json;fhirVersion=3.0, application/json;q=0.1  | - | 200",
                "text/html, application/xhtml+xml, */*;q=0.8                    | - | 200",
                "application/fhir+xml                                           | - | 406",
                "text/html | _format=                                          | 406",
                "*/*       | _format=                                          | 200",
                "text/html | _format=application/json;fhirVersion%3D4.0        | 200",
                "text/html | _format=application/fhir+json;fhirVersion%3D4.0   | 200",
                "text/html | _format=application/fhir%2Bjson;fhirVersion%3D3.0 | 406",
                "*/*       | _format=ttl                                       | 406"
            })
    void shouldAnswerInAnAcceptedFormatOnly(String accept, String query, int status) {
        // given
        SignedIn patient = api.newPatient();
        String path = fhir.post(patient, "/fhir/AllergyIntolerance", Allergies.to("Latex"))
                .location();

        // when
        RawExchange answer = RawExchange.send(
                api.port(),
                "GET",
                path + (query == null ? "" : '?' + query),
                "Authorization: Bearer " + patient.accessToken(),
                "Accept: " + accept);

        // then
        assertThat(answer.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "application/fhir+json;charset=utf-16, 415",
        "application/json;charset=ISO-8859-1, 415",
        "application/fhir+json;fhirVersion=3.0, 415",
        "application/fhir+json;fhirVersion=4.0;charset=UTF-8, 201",
        "application/json, 201"
    })
    void shouldTakeOnlyBodiesOfItsVersionInUtf8(String type, int status) {
        assertThat(fhir.send(
                                api.newPatient(),
                                HttpMethod.POST,
                                "/fhir/AllergyIntolerance",
                                Allergies.to("Latex"),
                                Map.of("Content-Type", type))
                        .status())
                .isEqualTo(status);
    }

    @Test
    void shouldNotClaimToKnowTheTimeOfAPatient() {
        JsonNode patient = fhir.get(null, "/fhir/metadata").json().at("/rest/0/resource/0");

        assertThat(patient.path("type").asString()).isEqualTo("Patient");
        assertThat(patient.path("conditionalRead").asString()).isEqualTo("not-match");
    }
}
