package org.healthpassport.audit.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
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
import org.healthpassport.audit.entry.Action;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.EntryDetail;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.entry.Outcome;
import org.healthpassport.audit.keys.DetailSeal;
import org.healthpassport.audit.keys.OpenedDetail;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import tools.jackson.databind.json.JsonMapper;

class EntryApiTest {
    @RegisterExtension
    static final AuditUnderTest AUDIT = new AuditUnderTest();

    private final String actor = UUID.randomUUID().toString();

    @Test
    void shouldPageThroughEntriesOfAPatientByLink() {
        // given
        String patientId = UUID.randomUUID().toString();
        String pseudonym = AUDIT.pseudonymOf(patientId);
        List<Long> indexes =
                new ArrayList<>(AUDIT.log(List.of(of(pseudonym), of(pseudonym), of("other"), of(pseudonym))));
        indexes.remove(2);

        // when
        List<Long> found = new ArrayList<>();
        String next = "/api/audit/entries?limit=2&patient=" + patientId;
        int pages = 0;
        while (next != null) {
            EntityExchangeResult<Map> page = AUDIT.auditor()
                    .get()
                    .uri(next)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody(Map.class)
                    .returnResult();
            for (Object item : (List<?>) page.getResponseBody().get("items")) {
                Map<?, ?> entry = (Map<?, ?>) item;
                assertThat(entry.get("patient")).isEqualTo(pseudonym);
                found.add(((Number) entry.get("index")).longValue());
            }
            String link = page.getResponseHeaders().getFirst(HttpHeaders.LINK);
            assertThat(link == null).isEqualTo(page.getResponseBody().get("nextCursor") == null);
            next = link == null ? null : link.replaceAll("<(.*)>; rel=\"next\"", "$1");
            pages++;
        }

        // then
        indexes.sort((a, b) -> Long.compare(b, a));
        assertThat(found).isEqualTo(indexes);
        assertThat(pages).isEqualTo(2);
    }

    @Test
    void shouldLeadToTheNextPageWhateverCharactersTheQueryHas() {
        // given
        String other = actor + " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\u00fc\ud83d\ude00";
        AUDIT.log(List.of(SampleEntries.by(other), SampleEntries.by(other)));

        // when
        EntityExchangeResult<Map> first = AUDIT.auditor()
                .get()
                .uri(
                        "/api/audit/entries?limit=1&actor={actor}&from={from}",
                        Map.of("actor", other, "from", "2020-01-01T00:00:00+01:00"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult();
        String next = first.getResponseHeaders().getFirst(HttpHeaders.LINK).replaceAll("<(.*)>; rel=\"next\"", "$1");

        // then
        AUDIT.auditor()
                .get()
                .uri(URI.create("http://127.0.0.1:" + AUDIT.port() + next))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[0].actor")
                .isEqualTo(other)
                .jsonPath("$.nextCursor")
                .doesNotExist();
    }

    @Test
    void shouldShowHeaderAndWhereItsProofIs() {
        // given
        AuditEntry entry = SampleEntries.entry(SampleEntries.TIME, Action.DELETE, Outcome.MINOR_FAILURE, actor, null);
        long index = AUDIT.log(List.of(entry)).get(0);

        // when, then
        byte[] answer = AUDIT.auditor()
                .get()
                .uri(
                        "/api/audit/entries?action=D&outcome=4&actor={actor}&from={time}&to={next}",
                        Map.of(
                                "actor",
                                actor,
                                "time",
                                entry.time(),
                                "next",
                                entry.time().plusMillis(1)))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(1)
                .jsonPath("$.items[0].index")
                .isEqualTo(index)
                .jsonPath("$.items[0].eventId")
                .isEqualTo(entry.eventId())
                .jsonPath("$.items[0].time")
                .isEqualTo("2026-11-23T05:26:00.123Z")
                .jsonPath("$.items[0].action")
                .isEqualTo("D")
                .jsonPath("$.items[0].outcome")
                .isEqualTo(4)
                .jsonPath("$.items[0].purpose")
                .isEqualTo("TREAT")
                .jsonPath("$.nextCursor")
                .doesNotExist()
                .jsonPath("$.items[0].proof")
                .value((String proof) -> AUDIT.auditor()
                        .get()
                        .uri(proof)
                        .exchange()
                        .expectStatus()
                        .isOk())
                .returnResult()
                .getResponseBody();
        assertThat(new String(answer, UTF_8)).contains("\"size\":");
    }

    @Test
    void shouldFindNothingOfAPatientOfWhomNothingIsLogged() {
        // given
        String patientId = UUID.randomUUID().toString();
        AUDIT.pseudonymOf(patientId);

        // when, then
        AUDIT.auditor()
                .get()
                .uri("/api/audit/entries?patient=" + patientId)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items")
                .isEmpty()
                .jsonPath("$.size")
                .isNumber();
    }

    @Test
    void shouldNotTakeAnAccountOrNobodyForAPatientWithoutEntries() {
        // given: accounts have audit keys as well
        String accountId = UUID.randomUUID().toString();
        AuditKeyDocument keys = AuditKeyDocument.generate(accountId, AUDIT.bean(KeyEncryptionKeys.class));
        AUDIT.database().getCollection(AuditKeyDocument.COLLECTION).insertOne(new Document(keys.fields()));

        // when, then
        for (String nobody : List.of(accountId, UUID.randomUUID().toString(), "ada@example.org")) {
            AUDIT.client("AUDITOR", actor)
                    .get()
                    .uri("/api/audit/entries?patient=" + nobody)
                    .exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectBody()
                    .jsonPath("$.detail")
                    .isEqualTo("There is no such patient.");
        }
        assertThat(AUDIT.recorded(actor)).hasSize(3).allSatisfy(query -> {
            assertThat(query.type()).isEqualTo("org.healthpassport.audit.queried.v1");
            assertThat(query.patient()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "audit.queried, 2",
        "org.healthpassport.audit.queried.v1, 2",
        "'audit.queried,access.login-failed', 2",
        "access.login-failed, 0"
    })
    void shouldFindEntriesByTheirTypes(String types, int count) {
        // given
        AUDIT.log(List.of(SampleEntries.ownBy(actor), SampleEntries.by(actor), SampleEntries.ownBy(actor)));

        // when, then
        AUDIT.auditor()
                .get()
                .uri("/api/audit/entries?actor=" + actor + "&type=" + types)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({
        "action=X, /action",
        "action=c, /action",
        "outcome=1, /outcome",
        "outcome=a, /outcome",
        "from=yesterday, /from",
        "to=2026-11-23, /to",
        "limit=0, /limit",
        "limit=201, /limit",
        "limit=-1, /limit",
        "cursor=abc, /cursor",
        "cursor=MQ, /cursor",
        "type=login, /type",
        "type=access.denied%2C, /type",
        "actor=a&actor=b, /actor",
        "actor=, /actor",
        "acter=a, /",
        "detail=yes, /detail",
        "patient=, /patient"
    })
    void shouldRefuseQuestionsThatItDoesNotUnderstand(String question, String pointer) {
        AUDIT.auditor()
                .get()
                .uri("/api/audit/entries?" + question)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType("application/problem+json")
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer);
    }

    @Test
    void shouldShowEntryWithProofAndOpenedDetail() throws Exception {
        // given
        String eventId = UUID.randomUUID().toString();
        EntryDetail detail = AUDIT.bean(DetailSeal.class).seal(eventId, "{\"reason\":\"because\"}".getBytes(UTF_8));
        AuditEntry entry = SampleEntries.withDetail(eventId, detail);
        long index = AUDIT.log(List.of(entry)).get(0);

        // when, then
        AUDIT.auditor()
                .get()
                .uri("/api/audit/entries/" + index)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.index")
                .isEqualTo(index)
                .jsonPath("$.entry.eventId")
                .isEqualTo(eventId)
                .jsonPath("$.leafHash")
                .isEqualTo(entry.toEntry().leafHash().toString())
                .jsonPath("$.proofState")
                .isEqualTo("SIGNED")
                .jsonPath("$.proof.index")
                .isEqualTo(index)
                .jsonPath("$.detailState")
                .isEqualTo("OPEN")
                .jsonPath("$.detail.reason")
                .isEqualTo("because");
    }

    @Test
    void shouldOpenTheDetailsOfAPageAndRecordEach() throws Exception {
        // given
        String auditor = UUID.randomUUID().toString();
        String patientId = UUID.randomUUID().toString();
        String pseudonym = AUDIT.pseudonymOf(patientId);
        String eventId = UUID.randomUUID().toString();
        EntryDetail detail = AUDIT.bean(DetailSeal.class).seal(eventId, "{\"reason\":\"because\"}".getBytes(UTF_8));
        EntryDetail destroyed = new EntryDetail(UUID.randomUUID().toString(), new byte[64], new byte[32]);
        List<Long> indexes = AUDIT.log(List.of(
                SampleEntries.ofPatient(eventId, pseudonym, detail),
                SampleEntries.ofPatient(UUID.randomUUID().toString(), pseudonym, destroyed),
                of(pseudonym)));

        // when, then: the newest is the first
        AUDIT.client("AUDITOR", auditor)
                .get()
                .uri("/api/audit/entries?detail=true&patient=" + patientId)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[0].detailState")
                .doesNotExist()
                .jsonPath("$.items[1].detailState")
                .isEqualTo("KEYS_DESTROYED")
                .jsonPath("$.items[1].detail")
                .doesNotExist()
                .jsonPath("$.items[2].index")
                .isEqualTo(indexes.get(0))
                .jsonPath("$.items[2].detailState")
                .isEqualTo("OPEN")
                .jsonPath("$.items[2].detail.reason")
                .isEqualTo("because");
        List<String> opened = new ArrayList<>();
        for (AuditEntry record : AUDIT.recorded(auditor)) {
            assertThat(record.type()).isEqualTo("org.healthpassport.audit.queried.v1");
            assertThat(record.patient()).isEqualTo(pseudonym);
            opened.add(openedBy(record));
        }
        assertThat(opened)
                .containsExactlyInAnyOrder(
                        "", indexes.get(0).toString(), indexes.get(1).toString());
    }

    @Test
    void shouldOpenNothingUnlessItIsAskedFor() throws Exception {
        // given
        String auditor = UUID.randomUUID().toString();
        String patientId = UUID.randomUUID().toString();
        String eventId = UUID.randomUUID().toString();
        EntryDetail detail = AUDIT.bean(DetailSeal.class).seal(eventId, "{}".getBytes(UTF_8));
        AUDIT.log(List.of(SampleEntries.ofPatient(eventId, AUDIT.pseudonymOf(patientId), detail)));

        // when, then
        for (String query : List.of("?patient=", "?detail=false&patient=")) {
            AUDIT.client("AUDITOR", auditor)
                    .get()
                    .uri("/api/audit/entries" + query + patientId)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.items[0].detailState")
                    .doesNotExist();
        }
        assertThat(AUDIT.recorded(auditor)).hasSize(2);
    }

    /** The index of the entry that a request opened besides its answer; empty for the request itself. */
    private static String openedBy(AuditEntry record) throws Exception {
        OpenedDetail detail = AUDIT.bean(DetailSeal.class).open(record.eventId(), record.detail());
        return JsonMapper.shared()
                .readTree(((OpenedDetail.Open) detail).json())
                .path("opened")
                .asString("");
    }

    @Test
    void shouldGiveTheBytesAndTheSaltThatTheEntryCommitsTo() throws Exception {
        // given: bytes that no JSON library would write in this way
        String eventId = UUID.randomUUID().toString();
        byte[] json = "{ \"reason\" : \"because\" }".getBytes(UTF_8);
        EntryDetail detail = AUDIT.bean(DetailSeal.class).seal(eventId, json);
        long index =
                AUDIT.log(List.of(SampleEntries.withDetail(eventId, detail))).get(0);

        // when
        Map<?, ?> answer = AUDIT.auditor()
                .get()
                .uri("/api/audit/entries/" + index)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();

        // then
        byte[] content = Base64.getDecoder().decode((String) answer.get("detailContent"));
        assertThat(content).isEqualTo(json);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode((String) answer.get("salt")), "HmacSHA256"));
        assertThat(mac.doFinal(content)).isEqualTo(detail.commitment());
    }

    @Test
    void shouldSayWhyDetailIsNotShown() throws Exception {
        // given: keys that were destroyed, and a detail that was sealed for another event
        EntryDetail destroyed = new EntryDetail(UUID.randomUUID().toString(), new byte[64], new byte[32]);
        EntryDetail foreign = AUDIT.bean(DetailSeal.class).seal("another", "{}".getBytes(UTF_8));
        List<Long> indexes = AUDIT.log(List.of(
                SampleEntries.withDetail(UUID.randomUUID().toString(), destroyed),
                SampleEntries.withDetail(UUID.randomUUID().toString(), foreign),
                SampleEntries.by(actor)));

        // when, then
        assertThat(detailState(indexes.get(0))).isEqualTo("KEYS_DESTROYED");
        assertThat(detailState(indexes.get(1))).isEqualTo("SEALED");
        assertThat(detailState(indexes.get(2))).isNull();
        for (long index : indexes) {
            AUDIT.auditor()
                    .get()
                    .uri("/api/audit/entries/" + index)
                    .exchange()
                    .expectBody()
                    .jsonPath("$.detailContent")
                    .doesNotExist()
                    .jsonPath("$.salt")
                    .doesNotExist();
        }
    }

    @Test
    void shouldShowEntryThatItCannotRead() {
        // given
        Entry entry = Entry.of(("not JSON: " + actor).getBytes(UTF_8));
        long index =
                AUDIT.logIdentified(List.of(new IdentifiedEntry(actor, entry))).get(0);

        // when, then
        AUDIT.auditor()
                .get()
                .uri("/api/audit/entries/" + index)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.entry")
                .doesNotExist()
                .jsonPath("$.leafHash")
                .isEqualTo(entry.leafHash().toString())
                .jsonPath("$.proof.hashes")
                .isArray();
        AUDIT.auditor()
                .get()
                .uri("/api/audit/entries?limit=200")
                .exchange()
                .expectBody()
                .jsonPath("$.items[?(@.index == " + index + ")].readable")
                .isEqualTo(false);
    }

    @Test
    void shouldAnswerWithProblemWhereTheIndexIsNotWhatTheLogSays() {
        // given
        long index = AUDIT.log(List.of(SampleEntries.by(actor))).get(0);
        MongoCollection<Document> rows = AUDIT.database().getCollection(EntryIndex.COLLECTION);
        rows.updateOne(Filters.eq(index), Updates.set("outcome", 12));

        // when, then
        AUDIT.auditor()
                .get()
                .uri("/api/audit/entries?actor=" + actor)
                .exchange()
                .expectStatus()
                .isEqualTo(500)
                .expectHeader()
                .contentType("application/problem+json")
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:healthpassport:problem:internal-error");
        assertThat(AUDIT.bean(MeterRegistry.class)
                        .get("audit.search.differences")
                        .functionCounter()
                        .count())
                .isPositive();
        rows.updateOne(Filters.eq(index), Updates.set("outcome", 0));
        AUDIT.auditor()
                .get()
                .uri("/api/audit/entries?actor=" + actor)
                .exchange()
                .expectStatus()
                .isOk();
    }

    @ParameterizedTest
    @CsvSource({"999999999, 404", "-1, 404", "01, 404", "a, 404", "99999999999999999999, 404", "0?x=1, 400"})
    void shouldKnowNoOtherEntries(String index, int status) {
        AUDIT.auditor()
                .get()
                .uri("/api/audit/entries/" + index)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody();
    }

    private Object detailState(long index) {
        return AUDIT.auditor()
                .get()
                .uri("/api/audit/entries/" + index)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody()
                .get("detailState");
    }

    private AuditEntry of(String pseudonym) {
        return SampleEntries.entry(SampleEntries.TIME, Action.READ, Outcome.SUCCESS, actor, pseudonym);
    }
}
