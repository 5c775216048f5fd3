package org.healthpassport.audit.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.healthpassport.audit.AuditUnderTest;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.entry.Action;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.Outcome;
import org.healthpassport.audit.keys.DetailSeal;
import org.healthpassport.audit.keys.OpenedDetail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class QueryTrailTest {
    @RegisterExtension
    static final AuditUnderTest AUDIT = new AuditUnderTest();

    private final String account = UUID.randomUUID().toString();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/audit/entries?limit=1", "/api/audit/entries/0", "/api/audit/entries/999999999",
                "/api/audit/proofs/inclusion?index=0", "/api/audit/proofs/file?index=0",
                        "/api/audit/reports/completeness",
                "/audit-log/tile/entries/000.p/1", "/api/audit/nothing", "/api/audit/entries?limit=0"
            })
    void shouldRecordWhatAuditorsAsk(String path) {
        // when
        AUDIT.client("AUDITOR", account).get().uri(path).exchange().expectBody();

        // then
        assertThat(AUDIT.recorded(account)).singleElement().satisfies(entry -> {
            assertThat(entry.type()).isEqualTo("org.healthpassport.audit.queried.v1");
            assertThat(entry.source()).isEqualTo("/audit-service");
            assertThat(entry.action()).isEqualTo(Action.READ);
            assertThat(entry.outcome()).isEqualTo(Outcome.SUCCESS);
            assertThat(entry.actor().role()).isEqualTo("AUDITOR");
            assertThat(UUID.fromString(entry.eventId()).version()).isEqualTo(7);
        });
    }

    @Test
    void shouldSealWhatWasAskedAndOpenItForAuditors() throws Exception {
        // given
        String patientId = UUID.randomUUID().toString();
        String pseudonym = AUDIT.pseudonymOf(patientId);

        // when
        AUDIT.client("AUDITOR", account)
                .get()
                .uri("/api/audit/entries?patient=" + patientId + "&action=R")
                .header("User-Agent", "a browser")
                .header("X-Request-Id", "request-1")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();

        // then
        AuditEntry entry = AUDIT.recorded(account).get(0);
        assertThat(entry.patient()).isEqualTo(pseudonym);
        assertThat(new String(entry.toEntry().bytes(), StandardCharsets.UTF_8)).doesNotContain(patientId, "a browser");
        OpenedDetail detail = AUDIT.bean(DetailSeal.class).open(entry.eventId(), entry.detail());
        assertThat(detail).isInstanceOf(OpenedDetail.Open.class);
        Map<?, ?> opened = JsonMapper.shared().readValue(((OpenedDetail.Open) detail).json(), Map.class);
        assertThat(opened)
                .isEqualTo(Map.of(
                        "method", "GET",
                        "path", "/api/audit/entries",
                        "query", "patient=" + patientId + "&action=R",
                        "requestId", "request-1",
                        "client", "127.0.0.1",
                        "userAgent", "a browser"));
    }

    @Test
    void shouldNotFindOneWhosePseudonymWasExchanged() {
        // given: whoever holds the database lets a patient have the pseudonym of another, of whom nobody has read
        String patientId = UUID.randomUUID().toString();
        AUDIT.pseudonymOf(patientId);
        AUDIT.database()
                .getCollection("auditKeys")
                .updateOne(
                        Filters.eq(patientId),
                        Updates.set("pseudonym", UUID.randomUUID().toString()));

        // when, then
        AUDIT.client("AUDITOR", account)
                .get()
                .uri("/api/audit/entries?patient=" + patientId)
                .exchange()
                .expectStatus()
                .isEqualTo(500)
                .expectBody()
                .jsonPath("$.items")
                .doesNotExist();
    }

    @Test
    void shouldOpenNoDetailUnderAnotherEvent() throws Exception {
        // given
        AUDIT.client("AUDITOR", account)
                .get()
                .uri("/api/audit/entries")
                .exchange()
                .expectBody();
        AuditEntry entry = AUDIT.recorded(account).get(0);

        // when, then
        assertThat(AUDIT.bean(DetailSeal.class).open("another", entry.detail()))
                .isInstanceOf(OpenedDetail.Sealed.class);
    }

    @Test
    void shouldKeepEntryShortWhateverIsAsked() {
        AUDIT.client("AUDITOR", account)
                .get()
                .uri("/api/audit/" + "x".repeat(1000) + "?cursor=" + "%22".repeat(150))
                .header("User-Agent", "\"".repeat(3000))
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody();
        assertThat(AUDIT.recorded(account)).hasSize(1);
    }

    @Test
    void shouldNotAnswerWhatIsTooLongToBeRecorded() {
        AUDIT.client("AUDITOR", account)
                .get()
                .uri("/api/audit/entries?limit=1&" + "a=b&".repeat(200) + "patient=x")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].detail")
                .isEqualTo("must have at most 800 characters altogether");
        assertThat(AUDIT.recorded(account)).isEmpty();
    }

    @Test
    void shouldRecordWhoseEntryWasOpened() {
        // given
        String pseudonym = UUID.randomUUID().toString();
        AuditEntry entry = SampleEntries.entry(SampleEntries.TIME, Action.READ, Outcome.SUCCESS, "somebody", pseudonym);
        String index = AUDIT.log(List.of(entry)).get(0).toString();
        String encoded = "%3" + index.charAt(0) + index.substring(1);
        List<String> paths = List.of(index, index + "/content", encoded, encoded + "/content");

        // when
        for (String path : paths) {
            AUDIT.client("AUDITOR", account)
                    .get()
                    .uri(URI.create("http://127.0.0.1:" + AUDIT.port() + "/api/audit/entries/" + path))
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody();
        }

        // then
        assertThat(AUDIT.recorded(account))
                .hasSize(paths.size())
                .extracting(AuditEntry::patient)
                .containsOnly(pseudonym);
    }

    @Test
    void shouldRecordWhoWasDenied() {
        // when
        AUDIT.client("DOCTOR", account)
                .get()
                .uri("/api/audit/entries")
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody();

        // then
        assertThat(AUDIT.recorded(account)).singleElement().satisfies(entry -> {
            assertThat(entry.type()).isEqualTo("org.healthpassport.audit.query-denied.v1");
            assertThat(entry.outcome()).isEqualTo(Outcome.SERIOUS_FAILURE);
            assertThat(entry.actor().role()).isEqualTo("DOCTOR");
        });
    }

    @Test
    void shouldRecordNobodyWhoSeesWhatIsForAnybody() {
        AUDIT.client("AUDITOR", account)
                .get()
                .uri("/audit-log/tile/0/000")
                .exchange()
                .expectBody();
        AUDIT.client("AUDITOR", account)
                .get()
                .uri("/audit-log/checkpoint")
                .exchange()
                .expectBody();
        AUDIT.client("DOCTOR", account).get().uri("/other").exchange().expectBody();
        assertThat(AUDIT.recorded(account)).isEmpty();
    }

    @Test
    void shouldAnswerNothingThatCannotBeRecorded() {
        // given
        AUDIT.queueAway().set(true);
        try {
            for (String role : List.of("AUDITOR", "DOCTOR")) {
                // when, then
                AUDIT.client(role, account)
                        .get()
                        .uri("/api/audit/entries")
                        .exchange()
                        .expectStatus()
                        .isEqualTo(503)
                        .expectHeader()
                        .valueEquals("Retry-After", "2")
                        .expectBody()
                        .jsonPath("$.items")
                        .doesNotExist();
            }
        } finally {
            AUDIT.queueAway().set(false);
        }
        assertThat(AUDIT.recorded(account)).isEmpty();
    }
}
