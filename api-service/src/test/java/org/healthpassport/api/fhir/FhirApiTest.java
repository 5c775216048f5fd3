package org.healthpassport.api.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.fhir.FhirClient.Answer;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.record.Allergies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

class FhirApiTest {
    private static final String ALLERGIES = "/fhir/AllergyIntolerance";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final FhirClient fhir = new FhirClient(api);
    private final SignedIn patient = api.newPatient();

    @Test
    void shouldCreateReadUpdateAndDelete() {
        // when
        Answer created = fhir.post(patient, ALLERGIES, Allergies.to("Latex"));

        // then
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).endsWith("/_history/1").startsWith(ApiUnderTest.PUBLIC_URL + ALLERGIES);
        assertThat(created.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(created.header("Last-Modified")).isNotNull();
        assertThat(created.json().at("/patient/reference").asString()).isEqualTo("Patient/" + patient.patientId());

        // when
        String path = created.location();
        Answer updated = fhir.put(patient, path, 1, withId(path, Allergies.to("Cat hair")));

        // then
        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(updated.header("Content-Location")).endsWith(path + "/_history/2");
        assertThat(fhir.get(patient, path).text()).isEqualTo(updated.text()).contains("Cat hair");
        assertThat(fhir.get(patient, path).header("Content-Type")).startsWith("application/fhir+json");
        assertThat(fhir.get(patient, path + "/_history/1").text()).isEqualTo(created.text());

        // when
        Answer deleted = fhir.delete(patient, path);

        // then
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.header("ETag")).isEqualTo("W/\"3\"");
        assertThat(fhir.get(patient, path).status()).isEqualTo(410);
        assertThat(fhir.delete(patient, path).status()).isEqualTo(204);
        assertThat(fhir.get(patient, path + "/_history/2").status()).isEqualTo(200);
        assertThat(fhir.get(patient, path + "/_history/3").status()).isEqualTo(410);
    }

    @Test
    void shouldBeTheSameRecordOnBothSurfaces() {
        // given
        Answer created = fhir.post(patient, ALLERGIES, Allergies.to("Latex"));
        String id = created.json().path("id").asString();

        // then
        String path = "/api/patients/" + patient.patientId() + "/records/" + id;
        assertThat(fhir.get(patient, path).text()).isEqualTo(created.text());
        assertThat(fhir.get(patient, path).header("ETag")).isEqualTo(created.header("ETag"));
    }

    @Test
    void shouldPageThroughTheHistoryAsBundles() {
        // given
        String path = fhir.post(patient, ALLERGIES, Allergies.to("Latex")).location();
        fhir.put(patient, path, 1, withId(path, Allergies.to("Cat hair")));
        fhir.delete(patient, path);

        // when
        Answer first = fhir.get(patient, path + "/_history?_count=2");
        String next = first.json().at("/link/1/url").asString();
        Answer last = fhir.get(patient, next.replace(ApiUnderTest.PUBLIC_URL, ""));

        // then
        assertThat(first.json().path("type").asString()).isEqualTo("history");
        assertThat(first.json()
                        .path("entry")
                        .valueStream()
                        .map(entry -> entry.at("/request/method").asString()))
                .containsExactly("DELETE", "PUT");
        assertThat(first.json().at("/entry/0").has("resource")).isFalse();
        assertThat(first.json().at("/entry/1/resource/code/text").asString()).isEqualTo("Cat hair");
        assertThat(first.json().at("/entry/1/response/etag").asString()).isEqualTo("W/\"2\"");
        assertThat(last.json()
                        .path("entry")
                        .valueStream()
                        .map(entry -> entry.at("/request/method").asString()))
                .containsExactly("POST");
        assertThat(last.json()
                        .path("link")
                        .valueStream()
                        .map(link -> link.path("relation").asString()))
                .containsExactly("self");
    }

    @Test
    void shouldPageThroughTheVersionsOfAType() {
        // given
        String path = fhir.post(patient, ALLERGIES, Allergies.to("Latex")).location();
        fhir.put(patient, path, 1, withId(path, Allergies.to("Cat hair")));
        fhir.post(patient, "/fhir/Location", "{\"resourceType\":\"Location\",\"name\":\"Ward\"}");
        String other = fhir.post(patient, ALLERGIES, Allergies.to("Nuts")).location();
        fhir.delete(patient, path);

        // when
        Answer first = fhir.get(patient, ALLERGIES + "/_history?_count=3");
        Answer last =
                fhir.get(patient, first.json().at("/link/1/url").asString().replace(ApiUnderTest.PUBLIC_URL, ""));

        // then
        assertThat(first.json()
                        .path("entry")
                        .valueStream()
                        .map(entry -> entry.at("/request/method").asString()))
                .containsExactly("DELETE", "POST", "PUT");
        assertThat(first.json().at("/entry/1/fullUrl").asString()).endsWith(other);
        assertThat(last.json()
                        .path("entry")
                        .valueStream()
                        .map(entry -> entry.at("/resource/code/text").asString()))
                .containsExactly("Latex");
        assertThat(fhir.get(patient, ALLERGIES + "/_history?_since=2999-01-01T00:00:00Z")
                        .json()
                        .has("entry"))
                .isFalse();
        assertThat(fhir.get(patient, ALLERGIES + "/_history?_since=yesterday").status())
                .isEqualTo(400);
    }

    @Test
    void shouldAskCliniciansWhosePassportTheyMean() {
        // given
        SignedIn doctor = clinician().signedIn();

        // then
        assertThat(fhir.get(doctor, ALLERGIES + "/_history").status()).isEqualTo(400);
        assertThat(fhir.get(doctor, ALLERGIES + "/_history?patient=Patient/" + patient.patientId())
                        .status())
                .isEqualTo(200);
        assertThat(fhir.get(
                                doctor,
                                ALLERGIES + "/_history?patient="
                                        + api.newPatient().patientId())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void shouldIgnoreTheIdOfACreationAndRequireThatOfAnUpdate() {
        // when
        Answer created = fhir.post(patient, ALLERGIES, withId("/mine", Allergies.to("Latex")));

        // then
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("id").asString()).isNotEqualTo("mine");
        for (String wrong : new String[] {Allergies.to("Latex"), withId("/other", Allergies.to("Latex"))}) {
            Answer refused = fhir.put(patient, created.location(), 1, wrong);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().at("/issue/0/expression/0").asString()).isEqualTo("id");
        }
    }

    @Test
    void shouldCreateOnceForAnIdentifier() {
        // given
        String lab = "\"identifier\":[{\"system\":\"http://lab.example/r\",\"value\":\"4711\"}],";
        String resource = Allergies.to("Latex").replaceFirst("\\{", "{" + lab);
        Map<String, String> condition = Map.of("If-None-Exist", "identifier=http://lab.example/r|4711");

        // when
        Answer created = fhir.send(patient, HttpMethod.POST, ALLERGIES, resource, condition);
        Answer again = fhir.send(patient, HttpMethod.POST, ALLERGIES, resource.replace("Latex", "Wool"), condition);

        // then
        assertThat(created.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.location()).isEqualTo(created.location());
        assertThat(again.text()).isEqualTo(created.text());

        // when
        fhir.delete(patient, created.location());

        // then
        assertThat(fhir.send(patient, HttpMethod.POST, ALLERGIES, resource, condition)
                        .status())
                .isEqualTo(201);
        fhir.post(patient, ALLERGIES, resource);
        assertThat(fhir.send(patient, HttpMethod.POST, ALLERGIES, resource, condition)
                        .status())
                .isEqualTo(412);
        assertThat(fhir.send(api.newPatient(), HttpMethod.POST, ALLERGIES, resource, condition)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void shouldCreateOnceInARaceForAnIdentifier() {
        // given
        String resource = Allergies.to("Latex").replaceFirst("\\{", "{\"identifier\":[{\"value\":\"race\"}],");
        Map<String, String> condition = Map.of("If-None-Exist", "identifier=race");

        // when
        List<Integer> statuses = IntStream.range(0, 16)
                .parallel()
                .mapToObj(at -> fhir.send(patient, HttpMethod.POST, ALLERGIES, resource, condition)
                        .status())
                .toList();

        // then
        assertThat(statuses).containsOnlyOnce(201).isSubsetOf(200, 201, 429);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "identifier=",
                "identifier=http://lab|",
                "code=1",
                "identifier=1&code=2",
                "identifier=%",
                "identifier=1,2",
                "identifier=1\\",
                "identifier=1%5C2",
                "identifier=%C3%28",
                "identifier=%00",
                "identifier=\u00ff"
            })
    void shouldRefuseConditionsThatItCannotJudge(String condition) {
        assertThat(fhir.send(
                                patient,
                                HttpMethod.POST,
                                ALLERGIES,
                                Allergies.to("Latex"),
                                Map.of("If-None-Exist", condition))
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"a%5C%2Cb, 'a,b'", "a\\|b, a|b", "|c%20d, c d", "e%5C%5Cf, e\\f", "g+h, g h"})
    void shouldUnderstandFhirsEscapesInConditions(String sent, String value) {
        // given
        String resource = Allergies.to("Latex")
                .replaceFirst(
                        "\\{",
                        Matcher.quoteReplacement(
                                "{\"identifier\":[{\"value\":\"" + value.replace("\\", "\\\\") + "\"}],"));
        Answer created = fhir.post(patient, ALLERGIES, resource);

        // when
        Answer again =
                fhir.send(patient, HttpMethod.POST, ALLERGIES, resource, Map.of("If-None-Exist", "identifier=" + sent));

        // then
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.location()).isEqualTo(created.location());
    }

    @Test
    void shouldRefuseAKeyBesideACondition() {
        Map<String, String> both = Map.of("If-None-Exist", "identifier=1", "Idempotency-Key", "k");
        assertThat(fhir.send(patient, HttpMethod.POST, ALLERGIES, Allergies.to("Latex"), both)
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "2099-01-01T00:00:00Z, 0",
        "2001-01-01T00:00:00Z, 2",
    })
    void shouldGiveTheVersionsSinceATime(String since, int versions) {
        // given
        Answer created = fhir.post(patient, ALLERGIES, Allergies.to("Latex"));
        fhir.delete(patient, created.location());

        // then
        for (String history : List.of(created.location(), ALLERGIES)) {
            assertThat(fhir.get(patient, history + "/_history?_since=" + since)
                            .json()
                            .path("entry"))
                    .hasSize(versions);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020", "-1", "20260101", "2026-01-01", "x", "2026-01-01T00:00:00"})
    void shouldRefuseWhatIsNoTime(String since) {
        // given
        String record = fhir.post(patient, ALLERGIES, Allergies.to("Latex")).location();

        // then
        for (String history : List.of(record, ALLERGIES)) {
            assertThat(fhir.get(patient, history + "/_history?_since=" + since).status())
                    .isEqualTo(400);
        }
        assertThat(fhir.get(patient, "/api/patients/" + patient.patientId() + "/accesses?from=" + since)
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "handling=strict, _history?_at=2020, 400",
        "handling=strict, _history?_count=1&_format=json, 200",
        "'return=minimal; handling = \"strict\"', ?a=b, 400",
        "handling=lenient, _history?_at=2020, 200",
        "xhandling=strict, _history?_at=2020, 200"
    })
    void shouldRefuseUnknownParametersOfTheStrict(String prefer, String query, int status) {
        // given
        String record = fhir.post(patient, ALLERGIES, Allergies.to("Latex")).location();

        // then
        String address = record + (query.startsWith("?") ? "" : "/") + query;
        assertThat(fhir.send(patient, HttpMethod.GET, address, null, Map.of("Prefer", prefer))
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "return=minimal, false, false",
        "'handling=strict, return=minimal', false, false",
        "return=representation, true, false",
        "return=OperationOutcome, false, true",
        "return=nothing, true, false",
        "xreturn=minimal, true, false"
    })
    void shouldAnswerAsPreferred(String prefer, boolean resource, boolean outcome) {
        // when
        Answer created =
                fhir.send(patient, HttpMethod.POST, ALLERGIES, Allergies.to("Latex"), Map.of("Prefer", prefer));

        // then
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(created.text().contains("AllergyIntolerance")).isEqualTo(resource);
        assertThat(created.text().contains("OperationOutcome")).isEqualTo(outcome);
    }

    @Test
    void shouldRefuseStaleAndUnconditionalUpdates() {
        // given
        String path = fhir.post(patient, ALLERGIES, Allergies.to("Latex")).location();
        String body = withId(path, Allergies.to("Latex"));

        // then
        assertThat(fhir.put(patient, path, 7, body).status()).isEqualTo(412);
        Answer without = fhir.send(patient, HttpMethod.PUT, path, body, Map.of());
        assertThat(without.status()).isEqualTo(428);
        assertThat(without.json().at("/issue/0/code").asString()).isEqualTo("required");
        assertThat(fhir.send(patient, HttpMethod.DELETE, path, null, Map.of("If-Match", "W/\"7\""))
                        .status())
                .isEqualTo(412);
    }

    @Test
    void shouldTellEachFaultOfAResourceWithItsPlace() {
        // when
        Answer refused = fhir.post(
                patient,
                ALLERGIES,
                Allergies.to("Latex").replaceFirst("\\{", "{\"criticality\":\"very\",\"nonsense\":1,"));

        // then
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.header("Content-Type")).isEqualTo("application/fhir+json");
        assertThat(refused.json().path("resourceType").asString()).isEqualTo("OperationOutcome");
        assertThat(refused.json()
                        .path("issue")
                        .valueStream()
                        .map(issue -> issue.at("/expression/0").asString()))
                .containsExactlyInAnyOrder("criticality", "nonsense");
    }

    @ParameterizedTest
    @CsvSource({
        "/fhir/Nonsense, POST, 404, not-found",
        "/fhir/Bundle, POST, 404, not-found",
        "/fhir/Observation, POST, 422, invalid",
        "/fhir/AllergyIntolerance/123, GET, 404, not-found",
        "/fhir/AllergyIntolerance/123/_history, GET, 404, not-found",
        "/fhir/AllergyIntolerance/123, DELETE, 404, not-found",
        "/fhir/AllergyIntolerance, PATCH, 405, not-supported",
        "/fhir/a/b/c/d/e, GET, 404, not-found"
    })
    void shouldAnswerWithAnOutcome(String path, String method, int status, String code) {
        // when
        Answer answer = fhir.send(
                patient,
                HttpMethod.valueOf(method),
                path,
                method.equals("POST") ? Allergies.to("Latex") : null,
                Map.of());

        // then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("resourceType").asString()).isEqualTo("OperationOutcome");
        assertThat(answer.json().at("/issue/0/code").asString()).isEqualTo(code);
    }

    @Test
    void shouldSpeakJsonOnly() {
        // given
        String path = fhir.post(patient, ALLERGIES, Allergies.to("Latex")).location();

        // then
        assertThat(fhir.send(
                                patient,
                                HttpMethod.POST,
                                ALLERGIES,
                                "<AllergyIntolerance/>",
                                Map.of("Content-Type", "application/fhir+xml"))
                        .status())
                .isEqualTo(415);
        assertThat(fhir.send(patient, HttpMethod.GET, path, null, Map.of("Accept", "application/fhir+xml"))
                        .status())
                .isEqualTo(406);
        assertThat(fhir.get(patient, path + "?_format=xml").status()).isEqualTo(406);
        assertThat(fhir.send(patient, HttpMethod.GET, path + "?_format=json", null, Map.of("Accept", "text/html"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldAskForTheSubjectOfThoseWhoHaveNoPassport() {
        // given
        SignedIn doctor = clinician().signedIn();
        String named = Allergies.to("Latex").replaceFirst("\\{", "{" + reference(patient.patientId()) + ",");

        // then
        assertThat(fhir.post(doctor, ALLERGIES, named).status()).isEqualTo(201);
        assertThat(fhir.post(doctor, ALLERGIES, Allergies.to("Latex"))
                        .json()
                        .at("/issue/0/expression/0")
                        .asString())
                .isEqualTo("patient");
        assertThat(fhir.post(doctor, "/fhir/Organization", "{\"resourceType\":\"Organization\",\"name\":\"Ward\"}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void shouldLetNobodyWriteIntoOrKnowOfThePassportsOfOthers() {
        // given
        SignedIn other = api.newPatient();
        SignedIn stranger = new Members(api).doctor(new Members(api).hospital()).signedIn();
        String path = fhir.post(patient, ALLERGIES, Allergies.to("Latex")).location();
        String foreign = Allergies.to("Latex").replaceFirst("\\{", "{" + reference(patient.patientId()) + ",");
        String unknown = Allergies.to("Latex")
                .replaceFirst("\\{", "{" + reference("01990000-0000-7000-8000-000000000000") + ",");

        // then
        for (SignedIn who : new SignedIn[] {other, stranger}) {
            Answer refused = fhir.post(who, ALLERGIES, foreign);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(withoutRequestId(refused)).isEqualTo(withoutRequestId(fhir.post(who, ALLERGIES, unknown)));
            for (String suffix : new String[] {"", "/_history", "/_history/1"}) {
                Answer hidden = fhir.get(who, path + suffix);
                assertThat(hidden.status()).isEqualTo(404);
                assertThat(withoutRequestId(hidden))
                        .isEqualTo(withoutRequestId(
                                fhir.get(who, ALLERGIES + "/01990000-0000-7000-8000-000000000000" + suffix)));
            }
            assertThat(fhir.put(who, path, 1, withId(path, Allergies.to("Nuts")))
                            .status())
                    .isEqualTo(404);
            assertThat(fhir.delete(who, path).status()).isEqualTo(404);
        }
    }

    @Test
    void shouldNotFindARecordByAnotherType() {
        // given
        String path = fhir.post(patient, ALLERGIES, Allergies.to("Latex")).location();

        // then
        assertThat(fhir.get(patient, path.replace("AllergyIntolerance", "Condition"))
                        .status())
                .isEqualTo(404);
        assertThat(fhir.delete(patient, path.replace("AllergyIntolerance", "Condition"))
                        .status())
                .isEqualTo(404);
        assertThat(fhir.get(patient, path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/metadata", "/fhir/metadata?_format=json"})
    void shouldTellItsCapabilitiesToAnybody(String path) {
        // when
        Answer answer = fhir.get(null, path);

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("fhirVersion").asString()).isEqualTo("4.0.1");
        assertThat(answer.json().at("/implementation/url").asString()).isEqualTo(ApiUnderTest.PUBLIC_URL + "/fhir");
        assertThat(answer.json().at("/rest/0/resource").size()).isGreaterThan(28);
    }

    @Test
    void shouldAskEverybodyElseForAToken() {
        // when
        Answer answer = fhir.get(null, ALLERGIES + "/1");

        // then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.json().at("/issue/0/code").asString()).isEqualTo("login");
    }

    private Member clinician() {
        Members members = new Members(api);
        Member doctor = members.doctor(members.hospital());
        new ConsentUnderTest(api).granted(patient, ConsentUnderTest.toDoctor(doctor, "RECORDS_READ", "RECORDS_WRITE"));
        return doctor;
    }

    private static String reference(String patientId) {
        return "\"patient\":{\"reference\":\"Patient/" + patientId + "\"}";
    }

    private static String withId(String path, String resource) {
        return resource.replaceFirst("\\{", "{\"id\":\"" + path.substring(path.lastIndexOf('/') + 1) + "\",");
    }

    private static String withoutRequestId(Answer answer) {
        return answer.text().replaceFirst("\"id\":\"[^\"]*\"", "");
    }
}
