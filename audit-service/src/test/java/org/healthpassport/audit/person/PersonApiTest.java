package org.healthpassport.audit.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.healthpassport.audit.AuditUnderTest;
import org.healthpassport.audit.auditor.TestPeople;
import org.healthpassport.audit.auditor.TestPeople.Asked;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.keys.DetailSeal;
import org.healthpassport.audit.keys.OpenedDetail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.json.JsonMapper;

/** api-service is played by a server that says what it was asked; the real one is in the tests of standalone. */
class PersonApiTest {
    private static final String ADA = """
            {"accountId": "a1", "patientId": "p1", "role": "PATIENT", "status": "CLOSED", "name": "Ada Example",
            "email": "ada@example.org", "aMemberOfALaterRelease": 1}""";

    @RegisterExtension
    static final AuditUnderTest AUDIT = new AuditUnderTest();

    private final String account = UUID.randomUUID().toString();
    private final TestPeople people = AUDIT.issuer().people();

    @Test
    void shouldAskApiServiceWithTheTokenOfTheAuditor() {
        // given
        String id = UUID.randomUUID().toString();
        people.answer(200, ADA);

        // when
        ResponseSpec answer = AUDIT.client("AUDITOR", account)
                .get()
                .uri("/api/audit/people/" + id)
                .header("X-Request-Id", "request-" + account)
                .exchange();

        // then
        answer.expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody(Map.class)
                .isEqualTo(Map.of(
                        "accountId", "a1",
                        "patientId", "p1",
                        "role", "PATIENT",
                        "status", "CLOSED",
                        "name", "Ada Example",
                        "email", "ada@example.org"));
        Asked asked = people.asked().stream()
                .filter(request -> request.requestId().equals("request-" + account))
                .findFirst()
                .orElseThrow();
        assertThat(asked.uri()).isEqualTo("/api/people/" + id);
        assertThat(asked.authorization()).startsWith("Bearer ");
    }

    @Test
    void shouldRecordTheEmailInTheSealedDetailOnlyAndBeforeItIsAnswered() throws Exception {
        // given
        people.answer(404, "");

        // when
        ask("?email=ada%2Bhealth@example.org").expectStatus().isNotFound();

        // then
        assertThat(people.asked()).extracting(Asked::uri).contains("/api/people?email=ada%2Bhealth%40example.org");
        List<AuditEntry> recorded = AUDIT.recorded(account);
        assertThat(recorded).hasSize(1);
        AuditEntry entry = recorded.get(0);
        assertThat(entry.type()).isEqualTo("org.healthpassport.audit.queried.v1");
        assertThat(new String(entry.toEntry().bytes(), StandardCharsets.UTF_8)).doesNotContain("ada", "example.org");
        OpenedDetail detail = AUDIT.bean(DetailSeal.class).open(entry.eventId(), entry.detail());
        assertThat(JsonMapper.shared()
                        .readValue(((OpenedDetail.Open) detail).json(), Map.class)
                        .get("query"))
                .isEqualTo("email=ada%2Bhealth@example.org");
    }

    @Test
    void shouldRecordThePatientWhoIsLookedUp() {
        // given
        String patientId = UUID.randomUUID().toString();
        String pseudonym = AUDIT.pseudonymOf(patientId);
        people.answer(200, ADA);

        // when
        ask("/" + patientId).expectStatus().isOk();

        // then
        assertThat(AUDIT.recorded(account))
                .singleElement()
                .extracting(AuditEntry::patient)
                .isEqualTo(pseudonym);
    }

    @Test
    void shouldAskNobodyWhenItCannotBeRecorded() {
        // given
        String id = UUID.randomUUID().toString();
        AUDIT.queueAway().set(true);
        try {
            // when, then
            ask("/" + id).expectStatus().isEqualTo(503);
        } finally {
            AUDIT.queueAway().set(false);
        }
        assertThat(people.asked()).extracting(Asked::uri).doesNotContain("/api/people/" + id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ada", "/ada@example.org", "", "?email=ada", "?email=", "?email=a@b@c", "?name=ada"})
    void shouldRefuseWhatIsNeitherAnIdNorAnEmail(String rest) {
        ask(rest).expectStatus().isBadRequest().expectHeader().contentType("application/problem+json");
        assertThat(AUDIT.recorded(account)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"400, 400", "401, 401", "403, 403", "404, 404", "429, 503", "500, 503", "503, 503"})
    void shouldSayWhatApiServiceSays(int theirs, int ours) {
        // given
        people.answer(theirs, "");

        // when, then
        ask("/" + UUID.randomUUID()).expectStatus().isEqualTo(ours);
    }

    @Test
    void shouldNotPassOnWhatIsNoPerson() {
        // given
        people.answer(200, "<html>");

        // when, then
        ask("/" + UUID.randomUUID()).expectStatus().isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATIENT", "DOCTOR", "HOSPITAL", "ADMIN"})
    void shouldTellNobodyElse(String role) {
        AUDIT.client(role, account)
                .get()
                .uri("/api/audit/people/" + UUID.randomUUID())
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    private ResponseSpec ask(String rest) {
        return AUDIT.client("AUDITOR", account)
                .get()
                .uri(URI.create("http://127.0.0.1:" + AUDIT.port() + "/api/audit/people" + rest))
                .exchange();
    }
}
