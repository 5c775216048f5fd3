package org.healthpassport.api.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RecordApiTest {
    private static final String PROBLEM = "application/problem+json";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static SignedIn patient;
    private static Allergies allergies;
    private static Allergies others;

    @BeforeAll
    static void registerPatients() {
        patient = api.newPatient();
        allergies = new Allergies(api, patient);
        others = new Allergies(api, api.newPatient());
        others.create(Allergies.to("Penicillin"));
        others.create(Allergies.to("Latex"));
    }

    @Test
    void shouldKeepAResourceAndSayWhoWroteIt() {
        // when
        ResponseSpec created = allergies.post(Allergies.to("Penicillin"));

        // then
        JsonNode resource = JsonMapper.shared()
                .readTree(Allergies.text(created.expectStatus()
                        .isCreated()
                        .expectHeader()
                        .valueEquals("ETag", "W/\"1\"")
                        .expectHeader()
                        .valueMatches("Location", ApiUnderTest.PUBLIC_URL + allergies.list() + "/[0-9a-f-]{36}")));
        String path = allergies.list() + "/" + resource.get("id").asString();
        assertThat(resource.at("/meta/versionId").asString()).isEqualTo("1");
        assertThat(resource.at("/meta/lastUpdated").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(resource.at("/patient"))
                .isEqualTo(JsonMapper.shared().readTree("{\"reference\":\"Patient/" + patient.patientId() + "\"}"));
        assertThat(resource.at("/meta/tag"))
                .isEqualTo(JsonMapper.shared().readTree("""
                        [{"system":"urn:healthpassport:author","code":"%s"},
                         {"system":"urn:healthpassport:author-role","code":"PATIENT"},
                         {"system":"urn:healthpassport:authorship","code":"patient-stated"}]""".formatted(patient.accountId())));
        allergies
                .get(path)
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON)
                .expectHeader()
                .valueEquals("ETag", "W/\"1\"")
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody(String.class)
                .isEqualTo(resource.toString());
    }

    @Test
    void shouldKeepWhatWasSentToTheLetter() {
        // given
        String odd = """
                "extension":[{"url":"http://example.org/z","valueDecimal":1.00},\
                {"url":"http://example.org/a","valueDecimal":1e2},{"url":"http://example.org/b","valueDecimal":-0.0}],\
                "code":{"text":"Erdn\u00fcsse \ud83e\udd5c \\u0041 \\"/\\"","coding":[{"code":"1","system":"http://snomed.info/sct"}]},\
                "recordedDate":"2015-08-24T14:58:00.00+02:00\"""";

        // when
        String path = allergies.create(Allergies.with(odd));

        // then
        String kept = odd.replace("\\u0041", "A");
        assertThat(allergies.text(path)).contains(kept);
        assertThat(allergies.text(allergies.list())).contains(kept);
        assertThat(allergies.text(path + "/history")).contains(kept);
        assertThat(allergies.text(path + "/history/1")).isEqualTo(allergies.text(path));

        // when it is sent back as it came
        String again = allergies.text(path);
        allergies.put(path, 1, again).expectStatus().isOk();

        // then nothing but the service's own members differ
        assertThat(allergies.text(path).replaceAll("\"lastUpdated\":\"[^\"]+\"", ""))
                .isEqualTo(again.replace("\"versionId\":\"1\"", "\"versionId\":\"2\"")
                        .replaceAll("\"lastUpdated\":\"[^\"]+\"", ""));
    }

    @Test
    void shouldAnswerAsFhirWhereThatIsAskedFor() {
        String path = allergies.create(Allergies.to("Penicillin"));

        api.client(patient)
                .get()
                .uri(path)
                .header("Accept", "application/fhir+json")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType("application/fhir+json");
    }

    @Test
    void shouldNotSendAgainWhatTheCallerHas() {
        // given
        String path = allergies.create(Allergies.to("Penicillin"));

        // then
        getWith(path, "If-None-Match", "W/\"1\"")
                .expectStatus()
                .isNotModified()
                .expectBody()
                .isEmpty();
        getWith(path, "If-None-Match", "W/\"2\"").expectStatus().isOk();
    }

    @Test
    void shouldListNewestFirstPageByPage() {
        // given
        Allergies own = new Allergies(api, api.newPatient());
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(number -> Allergies.idIn(own.create(Allergies.to("Substance " + number))))
                .toList();

        // when
        Map<?, ?> first = page(own, own.list() + "?limit=2&type=AllergyIntolerance");
        Map<?, ?> second = page(own, own.list() + "?limit=2&type=AllergyIntolerance&cursor=" + first.get("nextCursor"));
        Map<?, ?> third = page(own, own.list() + "?limit=2&type=AllergyIntolerance&cursor=" + second.get("nextCursor"));

        // then
        assertThat(Stream.of(first, second, third).flatMap(RecordApiTest::ids))
                .containsExactly(ids.get(4), ids.get(3), ids.get(2), ids.get(1), ids.get(0));
        assertThat(third.containsKey("nextCursor")).isFalse();
        own.get(own.list() + "?limit=2")
                .expectHeader()
                .valueMatches("Link", "<" + ApiUnderTest.PUBLIC_URL + ".*limit=2&cursor=.*>; rel=\"next\"");
    }

    @ParameterizedTest
    @CsvSource({
        "CODE, 1",
        "http://snomed.info/sct|CODE, 1",
        "http://snomed.info/sct|, 2",
        "|CODE, 0",
        "http://loinc.org|CODE, 0",
        "COD, 0"
    })
    void shouldFindByCode(String asked, int found) {
        String code = asked.replace("CODE", Allergies.code("Penicillin"));

        assertThat(ids(page(others, others.list() + "?code=" + code))).hasSize(found);
    }

    @Test
    void shouldFindByTheCodeOfTheNewestVersion() {
        // given
        String path = allergies.create(Allergies.to("Wasp venom"));

        // when
        allergies.put(path, 1, Allergies.to("Bee venom")).expectStatus().isOk();

        // then
        assertThat(ids(page(allergies, allergies.list() + "?code=" + Allergies.code("Wasp venom"))))
                .isEmpty();
        assertThat(ids(page(allergies, allergies.list() + "?code=" + Allergies.code("Bee venom"))))
                .hasSize(1);
    }

    @Test
    void shouldFindByWhenItCameIn() {
        assertThat(ids(page(others, others.list() + "?from=2020-01-01&to=2999-12-31T23:59:59Z")))
                .hasSize(2);
        assertThat(ids(page(others, others.list() + "?from=2999-01-01"))).isEmpty();
        assertThat(ids(page(others, others.list() + "?to=2020-01-01"))).isEmpty();
    }

    @Test
    void shouldListByClinicalDate() {
        // given
        Allergies own = new Allergies(api, api.newPatient());
        String child = own.create(since("\"onsetDateTime\":\"1990-05\""));
        String recent = own.create(since("\"onsetPeriod\":{\"start\":\"2020-03-01\"}"));
        String undated = own.create(Allergies.to("Latex"));
        String old = own.create(since("\"onsetDateTime\":\"1950\""));
        String amended = own.create(since("\"onsetDateTime\":\"2024-01-01\""));
        own.put(amended, 1, since("\"onsetDateTime\":\"2000-01-01\""))
                .expectStatus()
                .isOk();

        // then
        assertThat(ids(page(own, own.list()))).containsExactly(idsIn(amended, old, undated, recent, child));
        assertThat(ids(page(own, own.list() + "?sort=date")))
                .containsExactly(idsIn(recent, amended, child, old, undated));
        assertThat(ids(page(own, own.list() + "?date=1990"))).containsExactly(idsIn(child));
        assertThat(ids(page(own, own.list() + "?date=ge1990&date=lt2020"))).containsExactly(idsIn(amended, child));
        assertThat(ids(page(own, own.list() + "?date=gt2025&sort=date"))).containsExactly(idsIn(recent));
        assertThat(ids(page(own, own.list() + "?date=ne1990&sort=date&type=AllergyIntolerance")))
                .containsExactly(idsIn(recent, amended, old));

        // when
        Map<?, ?> first = page(own, own.list() + "?sort=date&limit=2");
        own.create(since("\"onsetDateTime\":\"2025\""));
        Map<?, ?> second = page(own, own.list() + "?sort=date&limit=2&cursor=" + first.get("nextCursor"));
        Map<?, ?> third = page(own, own.list() + "?sort=date&limit=2&cursor=" + second.get("nextCursor"));

        // then
        assertThat(ids(first)).containsExactly(idsIn(recent, amended));
        assertThat(ids(second)).containsExactly(idsIn(child, old));
        assertThat(ids(third)).containsExactly(idsIn(undated));
        assertThat(third.containsKey("nextCursor")).isFalse();
    }

    private static String since(String onset) {
        return Allergies.with("\"code\":{\"text\":\"Latex\"}," + onset);
    }

    private static Object[] idsIn(String... paths) {
        return Stream.of(paths).map(Allergies::idIn).toArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type=Patient",
                "from=yesterday",
                "to=2026-02-30",
                "limit=0",
                "cursor=x",
                "date=ap2020",
                "date=2020,2021",
                "date=2020&date=",
                "date",
                "sort=code",
                "sort=-date"
            })
    void shouldRefuseAQuestionThatItDoesNotUnderstand(String query) {
        allergies
                .get(allergies.list() + "?" + query)
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(PROBLEM);
    }

    @Test
    void shouldAmendTheVersionThatTheCallerSaw() {
        // given
        String path = allergies.create(Allergies.to("Penicillin"));

        // when
        allergies
                .put(path, 1, Allergies.to("Latex"))
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "W/\"2\"")
                .expectBody()
                .jsonPath("$.meta.versionId")
                .isEqualTo("2");

        // then
        allergies
                .put(path, 1, Allergies.to("Nickel"))
                .expectStatus()
                .isEqualTo(412)
                .expectHeader()
                .contentType(PROBLEM);
        assertThat(allergies.text(path)).contains("Latex");
    }

    @Test
    void shouldAskWhichVersionIsChanged() {
        // given
        String path = allergies.create(Allergies.to("Penicillin"));

        // then
        for (HttpMethod method : Set.of(HttpMethod.PUT, HttpMethod.DELETE)) {
            api.client(patient)
                    .method(method)
                    .uri(path)
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(Allergies.to("Latex"))
                    .exchange()
                    .expectStatus()
                    .isEqualTo(428)
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("urn:healthpassport:problem:version-required");
        }
    }

    @Test
    void shouldKeepTheHistoryOfWhatIsDeleted() {
        // given
        String path = allergies.create(Allergies.to("Penicillin"));
        allergies.put(path, 1, Allergies.to("Latex")).expectStatus().isOk();
        allergies.delete(path, 1).expectStatus().isEqualTo(412);

        // when
        allergies.delete(path, 2).expectStatus().isNoContent();

        // then
        allergies.get(path).expectStatus().isEqualTo(410);
        allergies.delete(path, 3).expectStatus().isNoContent();
        assertThat(ids(page(allergies, allergies.list() + "?limit=200"))).doesNotContain(Allergies.idIn(path));
        allergies
                .get(path + "/history")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(3)
                .jsonPath("$.items[0].version")
                .isEqualTo(3)
                .jsonPath("$.items[0].deleted")
                .isEqualTo(true)
                .jsonPath("$.items[0].resource")
                .doesNotExist()
                .jsonPath("$.items[0].author.accountId")
                .isEqualTo(patient.accountId())
                .jsonPath("$.items[1].deleted")
                .isEqualTo(false)
                .jsonPath("$.items[1].author.role")
                .isEqualTo("PATIENT")
                .jsonPath("$.items[1].resource.code.text")
                .isEqualTo("Latex")
                .jsonPath("$.items[2].resource.code.text")
                .isEqualTo("Penicillin")
                .jsonPath("$.items[2].recordedAt")
                .exists();
        allergies.get(path + "/history/3").expectStatus().isEqualTo(410);
        allergies
                .get(path + "/history/1")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "W/\"1\"")
                .expectBody()
                .jsonPath("$.code.text")
                .isEqualTo("Penicillin");
        allergies.get(path + "/history/0").expectStatus().isNotFound();
        allergies.get(path + "/history/4").expectStatus().isNotFound();
        allergies.get(path + "/history/99999999999").expectStatus().isNotFound();
        allergies.get(path + "/history/first").expectStatus().isBadRequest();
    }

    @Test
    void shouldRestoreWhatIsDeletedWithTheTagOfTheDeletion() {
        // given
        String path = allergies.create(Allergies.to("Penicillin"));
        allergies.delete(path, 1).expectStatus().isNoContent().expectHeader().valueEquals("ETag", Allergies.tag(2));

        // then
        for (String condition : List.of(Allergies.tag(1), Allergies.tag(3), "*")) {
            api.client(patient)
                    .put()
                    .uri(path)
                    .header("If-Match", condition)
                    .header("Content-Type", "application/fhir+json")
                    .bodyValue(Allergies.to("Latex"))
                    .exchange()
                    .expectStatus()
                    .isEqualTo(412);
        }

        // when
        allergies
                .put(path, 2, Allergies.to("Latex"))
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", Allergies.tag(3));

        // then
        assertThat(allergies.text(path)).contains("Latex");
        assertThat(ids(page(allergies, allergies.list() + "?limit=200"))).contains(Allergies.idIn(path));
        assertThat(((List<?>) page(allergies, path + "/history").get("items"))
                        .stream().<Object>map(entry -> ((Map<?, ?>) entry).get("deleted")))
                .containsExactly(false, true, false);
        allergies.get(path + "/history/2").expectStatus().isEqualTo(410);
        allergies.get(path + "/history/1").expectStatus().isOk();
    }

    @Test
    void shouldGiveTheHistoryPageByPage() {
        // given
        String path = allergies.create(Allergies.to("Substance 1"));
        for (int version = 1; version < 5; version++) {
            allergies
                    .put(path, version, Allergies.to("Substance " + (version + 1)))
                    .expectStatus()
                    .isOk();
        }

        // when
        Map<?, ?> first = page(allergies, path + "/history?limit=2");
        Map<?, ?> second = page(allergies, path + "/history?limit=2&cursor=" + first.get("nextCursor"));
        Map<?, ?> third = page(allergies, path + "/history?limit=2&cursor=" + second.get("nextCursor"));

        // then
        assertThat(Stream.of(first, second, third)
                        .flatMap(page -> ((List<?>) page.get("items")).stream())
                        .<Object>map(entry -> ((Map<?, ?>) entry).get("version")))
                .containsExactly(5, 4, 3, 2, 1);
        assertThat(third.containsKey("nextCursor")).isFalse();
        String other = allergies.create(Allergies.to("Substance 1"));
        allergies
                .get(other + "/history?cursor=" + first.get("nextCursor"))
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void shouldReplaceTagsThatOnlyTheServiceMaySet() {
        // given
        String forged = Allergies.with("""
                "id":"ID","meta":{"versionId":"77","profile":["http://example.org/p"],"tag":[\
                {"system":"urn:healthpassport:author","code":"somebody"},{"system":"http://example.org","code":"kept"},\
                {"system":"urn:healthpassport:author-role","code":"DOCTOR"}],"lastUpdated":"1999-01-01T00:00:00Z"}""");
        String path = allergies.create(Allergies.to("Penicillin"));

        // when
        JsonNode meta = JsonMapper.shared()
                .readTree(Allergies.text(allergies
                        .put(path, 1, forged.replace("ID", Allergies.idIn(path)))
                        .expectStatus()
                        .isOk()))
                .get("meta");

        // then
        assertThat(meta.get("versionId").asString()).isEqualTo("2");
        assertThat(meta.get("lastUpdated").asString()).doesNotStartWith("1999");
        assertThat(meta.at("/profile/0").asString()).isEqualTo("http://example.org/p");
        assertThat(meta.get("tag").valueStream().map(tag -> tag.get("code").asString()))
                .containsExactly("kept", patient.accountId(), "PATIENT", "patient-stated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"resourceType\":\"Patient\"}; /resourceType",
                "{\"resourceType\":\"Nonsense\"}; /resourceType",
                "{\"resourceType\":7}; /resourceType",
                "{}; /resourceType",
                "WITH \"id\":\"mine\"; /id",
                "WITH \"patient\":{\"reference\":\"Patient/somebody-else\"}; /patient/reference",
                "WITH \"patient\":{\"display\":\"Ada\"}; /patient/reference",
                "WITH \"unknownMember\":\"quux\"; /unknownMember"
            })
    void shouldPointAtWhatIsInvalid(String body, String pointer) {
        String resource = body.startsWith("WITH ") ? Allergies.with(body.substring(5)) : body;

        String answer = Allergies.text(allergies
                .post(resource)
                .expectStatus()
                .isEqualTo(422)
                .expectHeader()
                .contentType(PROBLEM));

        assertThat(JsonMapper.shared().readTree(answer).get("errors").valueStream())
                .anySatisfy(error -> {
                    assertThat(error.get("pointer").asString()).isEqualTo(pointer);
                    assertThat(error.get("detail").asString()).isNotBlank();
                });
        assertThat(answer).doesNotContain("quux", "somebody-else", "Nonsense", "Ada");
    }

    @Test
    void shouldRefuseAnotherTypeOrIdInPlaceOfARecord() {
        // given
        String path = allergies.create(Allergies.to("Penicillin"));

        // then
        String foreignId = Allergies.with("\"id\":\"" + UUID.randomUUID() + "\"");
        allergies
                .put(path, 1, foreignId)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/id");
        allergies
                .put(path, 1, "{\"resourceType\":\"Condition\"}")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/resourceType");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{\"resourceType\":\"AllergyIntolerance\"} {}",
                "{\"resourceType\":\"AllergyIntolerance\",\"resourceType\":\"AllergyIntolerance\"}",
                "{\"resourceType\":\"AllergyIntolerance\",\"note\":[{\"text\":\"a\",\"text\":\"quux\"}]}",
                "DEEP"
            })
    void shouldRefuseWhatIsNoJson(String body) {
        String answer = Allergies.text(allergies
                .post(body.equals("DEEP") ? "{\"a\":" + "[".repeat(5_000) : body)
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(PROBLEM));

        assertThat(answer).doesNotContain("quux");
    }

    @Test
    void shouldNameTheMemberThatIsThereTwice() {
        allergies
                .post("{\"code\":{\"text\":\"a\",\"text\":\"b\"}}")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/code/text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/json-patch+json", "multipart/form-data"})
    void shouldTakeNothingButJson(String type) {
        api.client(patient)
                .post()
                .uri(allergies.list())
                .header("Content-Type", type)
                .bodyValue(Allergies.to("Penicillin").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .exchange()
                .expectStatus()
                .isEqualTo(415);
    }

    @Test
    void shouldTakeALargeResourceButNotAHugeOne() {
        // given
        String large = Allergies.with("\"note\":[{\"text\":\"" + "x".repeat(200_000) + "\"}]");
        String huge = Allergies.with("\"note\":[{\"text\":\"" + "x".repeat(1_100_000) + "\"}]");

        // then
        String path = allergies.create(large);
        assertThat(allergies.text(path)).hasSizeGreaterThan(200_000);
        allergies.post(huge).expectStatus().isEqualTo(413).expectHeader().contentType(PROBLEM);
    }

    @Test
    void shouldShowAnotherPatientNothing() {
        // given
        String path = allergies.create(Allergies.to("Penicillin"));
        String underOwnAddress = others.list() + "/" + Allergies.idIn(path);

        // then
        for (String address : List.of(path, underOwnAddress)) {
            others.get(address).expectStatus().isNotFound();
            others.get(address + "/history").expectStatus().isNotFound();
            others.get(address + "/history/1").expectStatus().isNotFound();
            others.put(address, 1, Allergies.to("Latex")).expectStatus().isNotFound();
            others.delete(address, 1).expectStatus().isNotFound();
        }
        others.get(allergies.list()).expectStatus().isNotFound();
        others.post(allergies.list(), Allergies.to("Latex")).expectStatus().isNotFound();
        assertThat(allergies.text(path + "/history")).doesNotContain("Latex");
        api.client().get().uri(path).exchange().expectStatus().isUnauthorized();
    }

    @Test
    void shouldSayNothingOfRecordsThatThereAreNot() {
        String nowhere = allergies.list() + "/" + UUID.randomUUID();

        allergies.get(nowhere).expectStatus().isNotFound();
        allergies.get(nowhere + "/history").expectStatus().isNotFound();
        allergies.put(nowhere, 1, Allergies.to("Latex")).expectStatus().isNotFound();
        allergies.delete(nowhere, 1).expectStatus().isNotFound();
    }

    private static ResponseSpec getWith(String path, String header, String value) {
        return api.client(patient).get().uri(path).header(header, value).exchange();
    }

    private static Map<?, ?> page(Allergies whose, String path) {
        return whose.get(path)
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
    }

    private static Stream<Object> ids(Map<?, ?> page) {
        return ((List<?>) page.get("items")).stream().map(item -> ((Map<?, ?>) item).get("id"));
    }
}
