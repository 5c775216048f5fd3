package org.healthpassport.audit.trail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bson.Document;
import org.healthpassport.audit.AuditUnderTest;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.EntryDetail;
import org.healthpassport.audit.keys.DetailSeal;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.edge.token.LogReading;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** The routes of api-service, whose tokens are signed as it signs them; the real one is in the tests of standalone. */
class TrailApiTest {
    private static final String DETAIL = "{\"right\":\"CONSENT\",\"resourceType\":\"AllergyIntolerance\"}";

    @RegisterExtension
    static final AuditUnderTest AUDIT = new AuditUnderTest();

    private final String ada = UUID.randomUUID().toString();
    private final String grace = UUID.randomUUID().toString();
    private String adasPseudonym;

    @BeforeEach
    void makePatients() {
        adasPseudonym = AUDIT.pseudonymOf(ada);
        AUDIT.pseudonymOf(grace);
    }

    @Test
    void shouldTellWhereTheEventsOfThePatientAre() {
        // given
        AuditEntry adas = looked(ada);
        AuditEntry graces = looked(grace);
        AuditEntry nobodys = SampleEntries.by("somebody");
        List<Long> indexes = AUDIT.log(List.of(graces, adas, nobodys));
        String unknown = UUID.randomUUID().toString();
        List<String> wanted = List.of(adas.eventId(), graces.eventId(), nobodys.eventId(), unknown);

        // when, then
        assertThat(indexes(ada, wanted)).isEqualTo(Map.of(adas.eventId(), indexes.get(1)));
        assertThat(indexes(ada, wanted)).as("as remembered").isEqualTo(Map.of(adas.eventId(), indexes.get(1)));
        assertThat(indexes(grace, wanted)).isEqualTo(Map.of(graces.eventId(), indexes.get(0)));
        assertThat(indexes(UUID.randomUUID().toString(), wanted)).isEmpty();
    }

    @Test
    void shouldNotBelieveRowsThatLeadElsewhere() {
        // given: somebody who controls the database lets events lead to other entries
        AuditEntry first = looked(ada);
        AuditEntry second = looked(ada);
        List<Long> indexes = AUDIT.log(List.of(first, second));
        MongoCollection<Document> rows = AUDIT.database().getCollection("auditEventIds");
        assertThat(rows.countDocuments(Filters.eq("event", second.eventId()))).isOne();
        rows.updateMany(Filters.eq("event", second.eventId()), Updates.set("event", first.eventId()));
        for (String nowhere : List.of("nowhere", "0", "-1@" + first.toEntry().leafHash())) {
            rows.insertOne(new Document("_id", nowhere).append("event", first.eventId()));
        }
        rows.insertOne(
                new Document("_id", (1L << 40) + "@" + first.toEntry().leafHash()).append("event", first.eventId()));

        // when, then
        assertThat(indexes(ada, List.of(first.eventId(), second.eventId())))
                .isEqualTo(Map.of(first.eventId(), indexes.get(0)));
    }

    @Test
    void shouldGiveEverythingThatProvesAnEntry() throws Exception {
        // given
        AuditEntry entry = looked(ada);
        long index = AUDIT.log(List.of(entry)).get(0);

        // when
        Map<?, ?> answer = as(ada).get()
                .uri("/internal/log/entries/" + index)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();

        // then
        assertThat(answer.get("index")).isEqualTo((int) index);
        assertThat(bytes(answer.get("entry"))).isEqualTo(entry.toEntry().bytes());
        assertThat(bytes(answer.get("detail"))).isEqualTo(DETAIL.getBytes(UTF_8));
        assertThat(answer.get("detailState")).isEqualTo("OPEN");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(bytes(answer.get("salt")), "HmacSHA256"));
        assertThat(mac.doFinal(bytes(answer.get("detail"))))
                .isEqualTo(entry.detail().commitment());
        assertThat((String) answer.get("proof"))
                .startsWith("c2sp.org/tlog-proof@v1\nindex " + index + "\n")
                .endsWith("\n");
    }

    @Test
    void shouldNotOpenADetailThatThisServiceSealed() throws Exception {
        // given: an auditor's question, which can be about others as well
        String eventId = UUID.randomUUID().toString();
        EntryDetail own = AUDIT.bean(DetailSeal.class).seal(eventId, DETAIL.getBytes(UTF_8));
        AuditEntry entry = SampleEntries.ofPatient(eventId, adasPseudonym, own);
        long index = AUDIT.log(List.of(entry)).get(0);

        // when, then
        as(ada).get()
                .uri("/internal/log/entries/" + index)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.detailState")
                .isEqualTo("NOT_OF_PATIENT")
                .jsonPath("$.detail")
                .isEmpty()
                .jsonPath("$.salt")
                .isEmpty();
    }

    @Test
    void shouldAnswerAboutThePatientOfTheTokenOnly() {
        // given
        List<Long> indexes = AUDIT.log(List.of(looked(grace), SampleEntries.by("somebody")));
        List<String> others =
                new ArrayList<>(indexes.stream().map(String::valueOf).toList());
        others.addAll(List.of("999999999", "-1", "01", "x", "99999999999999999999"));

        // when, then
        for (String index : others) {
            as(ada).get()
                    .uri("/internal/log/entries/" + index)
                    .exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectBody()
                    .jsonPath("$.detail")
                    .isEqualTo("The log has no such entry about this patient, or not yet.");
        }
    }

    @Test
    void shouldPageThroughTheAuditorsRequestsAboutPatients() throws Exception {
        // given
        long from = AUDIT.bean(CommittedLog.class).size();
        String auditor = UUID.randomUUID().toString();
        AUDIT.client("AUDITOR", auditor)
                .get()
                .uri("/api/audit/entries?patient=" + ada)
                .header("X-Request-Id", "request-of-" + auditor)
                .exchange()
                .expectStatus()
                .isOk();
        AUDIT.client("AUDITOR", auditor).get().uri("/api/audit/entries").exchange();
        AUDIT.client("DOCTOR", auditor + "-doctor")
                .get()
                .uri("/api/audit/entries?patient=" + ada)
                .exchange()
                .expectStatus()
                .isForbidden();
        AUDIT.log(List.of(looked(ada)));

        // when
        List<Map<?, ?>> found = new ArrayList<>();
        long next = from;
        while (true) {
            Map<?, ?> page = lookUps(next, 1);
            ((List<?>) page.get("lookUps")).forEach(one -> found.add((Map<?, ?>) one));
            long after = ((Number) page.get("next")).longValue();
            if (after == next) {
                break;
            }
            next = after;
        }

        // then
        assertThat(found)
                .filteredOn(one -> one.get("patient").equals(adasPseudonym))
                .hasSize(2);
        assertThat(found)
                .filteredOn(one -> one.get("actor").equals(auditor))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.get("type")).isEqualTo("org.healthpassport.audit.queried.v1");
                    assertThat(one.get("actorRole")).isEqualTo("AUDITOR");
                    assertThat(one.get("action")).isEqualTo("R");
                    assertThat(one.get("outcome")).isEqualTo(0);
                    assertThat(one.get("requestId")).isEqualTo("request-of-" + auditor);
                    assertThat((Integer) one.get("index")).isGreaterThanOrEqualTo((int) from);
                });
        assertThat(found)
                .filteredOn(one -> one.get("actor").equals(auditor + "-doctor"))
                .singleElement()
                .satisfies(one -> assertThat(one.get("outcome")).isEqualTo(8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?from=0", "?from=-1&limit=5", "?from=0&limit=0", "?from=0&limit=501", "?from=0&limit=1&x=1"
            })
    void shouldRefuseLookUpsThatItDoesNotUnderstand(String query) {
        AUDIT.client(AUDIT.issuer().logToken(new LogReading.OfLookUps()))
                .get()
                .uri("/internal/log/look-ups" + query)
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"eventIds\":null}", "{\"eventIds\":[null]}", "[]", "no JSON", ""})
    void shouldRefuseListsThatItDoesNotUnderstand(String body) {
        ask(as(ada), body).expectStatus().value(status -> assertThat(status).isIn(400, 422));
    }

    @Test
    void shouldRefuseTooManyEvents() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 501; i++) {
            many.add("\"" + i + "\"");
        }

        ask(as(ada), "{\"eventIds\":" + many + "}").expectStatus().isEqualTo(422);
        ask(as(ada), "{\"eventIds\":" + many.subList(0, 500) + "}")
                .expectStatus()
                .isOk();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATIENT", "DOCTOR", "HOSPITAL", "AUDITOR", "ADMIN"})
    void shouldTakeNoAccessToken(String role) {
        // given: of the patient, and of others
        for (String account : List.of(ada, UUID.randomUUID().toString())) {
            WebTestClient client = AUDIT.client(role, account);

            // when, then
            refused(client, HttpMethod.POST, "/internal/log/indexes", 401);
            refused(client, HttpMethod.GET, "/internal/log/entries/0", 401);
            refused(client, HttpMethod.GET, "/internal/log/look-ups?from=0&limit=1", 401);
            refused(client, HttpMethod.GET, "/internal/log/other", 401);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/audit/entries, 401",
        "/api/audit/entries/0, 401",
        "/api/audit/people?email=ada@example.org, 401",
        "/audit-log/tile/entries/000, 401",
        "/actuator/metrics, 401"
    })
    void shouldGiveApiServiceNothingElse(String path, int status) {
        refused(as(ada), HttpMethod.GET, path, status);
        refused(AUDIT.client(AUDIT.issuer().logToken(new LogReading.OfLookUps())), HttpMethod.GET, path, status);
    }

    @Test
    void shouldGiveEachTokenItsOwnPart() {
        WebTestClient lookUps = AUDIT.client(AUDIT.issuer().logToken(new LogReading.OfLookUps()));

        refused(lookUps, HttpMethod.POST, "/internal/log/indexes", 403);
        refused(lookUps, HttpMethod.GET, "/internal/log/entries/0", 403);
        refused(as(ada), HttpMethod.GET, "/internal/log/look-ups?from=0&limit=1", 403);
        refused(as(ada), HttpMethod.GET, "/internal/log/indexes", 403);
        refused(as(ada), HttpMethod.GET, "/internal/log/other", 403);
    }

    @Test
    void shouldRefuseRequestsWithoutAToken() {
        for (String token : List.of("", "no.token.at-all")) {
            WebTestClient client = token.isEmpty() ? AUDIT.client() : AUDIT.client(token);
            refused(client, HttpMethod.POST, "/internal/log/indexes", 401);
            refused(client, HttpMethod.GET, "/internal/log/entries/0", 401);
            refused(client, HttpMethod.GET, "/internal/log/look-ups?from=0&limit=1", 401);
            refused(client, HttpMethod.GET, "/internal/log/other", 401);
        }
    }

    private static void refused(WebTestClient client, HttpMethod method, String path, int status) {
        client.method(method)
                .uri(path)
                .header("Content-Type", "application/json")
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType("application/problem+json")
                .expectBody();
    }

    private static AuditEntry looked(String patientId) {
        String eventId = UUID.randomUUID().toString();
        EntryDetail detail = AUDIT.sealed(patientId, eventId, DETAIL.getBytes(UTF_8));
        return SampleEntries.ofPatient(eventId, detail.keyId(), detail);
    }

    private static WebTestClient as(String patientId) {
        return AUDIT.client(AUDIT.issuer().logToken(new LogReading.OfPatient(patientId)));
    }

    private static Map<String, Long> indexes(String patientId, List<String> eventIds) {
        return as(patientId)
                .post()
                .uri("/internal/log/indexes")
                .bodyValue(Map.of("eventIds", eventIds))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(TrailController.Found.class)
                .returnResult()
                .getResponseBody()
                .indexes();
    }

    private static ResponseSpec ask(WebTestClient client, String body) {
        return client.post()
                .uri("/internal/log/indexes")
                .header("Content-Type", "application/json")
                .bodyValue(body)
                .exchange();
    }

    private static Map<?, ?> lookUps(long from, int limit) {
        return AUDIT.client(AUDIT.issuer().logToken(new LogReading.OfLookUps()))
                .get()
                .uri("/internal/log/look-ups?from=" + from + "&limit=" + limit)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
    }

    private static byte[] bytes(Object base64) {
        return Base64.getDecoder().decode((String) base64);
    }
}
