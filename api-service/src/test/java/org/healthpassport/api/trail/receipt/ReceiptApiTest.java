package org.healthpassport.api.trail.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.consent.ConsentUnderTest.body;
import static org.healthpassport.api.consent.ConsentUnderTest.path;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.Instance;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.representative.RepresentationUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.identity.key.SigningKeys;
import org.healthpassport.api.trail.row.AuditorsLookUps;
import org.healthpassport.edge.token.LogReading;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.DataRead;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.json.JsonMapper;

/** Receipts over HTTP, with a played audit-service; the real one is in the tests of standalone. */
class ReceiptApiTest {
    private static final byte[] SALT = new byte[32];

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static PlayedAuditService audit;
    private static Instance instance;

    private final ConsentUnderTest calls = new ConsentUnderTest(api);
    private final Members members = new Members(api);
    private SignedIn ada;

    @BeforeAll
    static void start() throws IOException {
        audit = PlayedAuditService.start(api.bean(SigningKeys.class), ApiUnderTest.PUBLIC_URL, Clock.systemUTC());
        instance = api.anotherInstance(Map.of("healthpassport.audit-service.url", audit.url()));
    }

    @AfterAll
    static void stop() {
        instance.close();
        audit.close();
    }

    @BeforeEach
    void register() {
        ada = api.newPatient();
        audit.answer(404, "");
        // After an outage it is not asked for some seconds.
        SignedIn somebody = api.newPatient();
        await().until(() ->
                ask(somebody, somebody, "0").returnResult(Void.class).getStatus() != HttpStatus.SERVICE_UNAVAILABLE);
    }

    @Test
    void shouldGiveThePatientAReceiptAndRecordIt() {
        // given
        Member hospital = members.hospital();
        Member doctor = members.doctor(hospital);
        byte[] entry = entry(doctor.accountId(), "DOCTOR", hospital.hospitalId());
        byte[] detail =
                json(Map.of("patientId", ada.patientId(), "resourceType", "AllergyIntolerance", "right", "CONSENT"));
        audit.answer(200, proven(entry, detail, "OPEN"));
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // when
            ResponseSpec answer = ask(ada, ada, "17");

            // then
            Map<?, ?> receipt = body(answer.expectStatus()
                    .isOk()
                    .expectHeader()
                    .valueEquals("Content-Disposition", "attachment; filename=\"receipt-17.json\"")
                    .expectHeader()
                    .valueEquals("Cache-Control", "no-store"));
            assertThat(receipt.get("statement"))
                    .isEqualTo(("2026-11-29T20:35:10.123Z: the account %s (DOCTOR, Grace Example; hospital %s, General"
                                    + " Hospital) read AllergyIntolerance of the patient %s by the right CONSENT."
                                    + " Outcome 0: success.")
                            .formatted(doctor.accountId(), hospital.hospitalId(), ada.patientId()));
            assertThat(bytes(receipt.get("entryBytes"))).isEqualTo(entry);
            assertThat(bytes(receipt.get("detailBytes"))).isEqualTo(detail);
            assertThat(bytes(receipt.get("salt"))).isEqualTo(SALT);
            assertThat(receipt.get("proof")).isEqualTo("c2sp.org/tlog-proof@v1\nindex 17\n");
            assertThat(receipt.get("detailState")).isEqualTo("OPEN");
            assertThat((Map<?, ?>) receipt.get("entry")).extracting("actor").isEqualTo(doctor.accountId());
            assertThat((Map<?, ?>) receipt.get("detail"))
                    .extracting("resourceType")
                    .isEqualTo("AllergyIntolerance");
            assertThat((String) receipt.get("proves")).contains("do not prove");
            assertThat((String) receipt.get("verification")).contains("another source than this installation");
            assertThat(entriesAsked())
                    .last()
                    .isEqualTo(new PlayedAuditService.Asked(
                            "GET", "/internal/log/entries/17", new LogReading.OfPatient(ada.patientId()), ""));
            Event read = recorded.one(event -> event.type() == EventType.DATA_READ
                    && event.payload(DataRead.class).getPatientId().equals(ada.patientId()));
            assertThat(read.payload(DataRead.class).getResourceType()).isEqualTo("ACCESS");
            assertThat(read.payload(DataRead.class).getResourceId()).isEqualTo("17");
        }
    }

    @Test
    void shouldSayWhenThereIsNoDetail() {
        // given: an auditor's question
        String auditor = UUID.randomUUID().toString();
        audit.answer(200, proven(entry(auditor, "AUDITOR", null), null, "NOT_OF_PATIENT"));

        // when
        Map<?, ?> receipt = body(ask(ada, ada, "17").expectStatus().isOk());

        // then
        assertThat(receipt.get("detail")).isNull();
        assertThat(receipt.get("detailBytes")).isNull();
        assertThat(receipt.get("salt")).isNull();
        assertThat((String) receipt.get("proves")).contains("This receipt has no detail");
        assertThat((String) receipt.get("statement"))
                .contains("the account " + auditor + " (AUDITOR) read something of the patient with the pseudonym");
    }

    @Test
    void shouldGiveReceiptsToThoseWhoMayDecideForThePatientOnly() {
        // given
        SignedIn grace = api.newPatient();
        SignedIn carer = api.newPatient();
        represent(grace, "CONSENT");
        represent(carer, "READ", "WRITE", "SHARE");
        Member doctor = members.doctor(members.hospital());
        calls.granted(ada, ConsentUnderTest.toDoctor(doctor, "RECORDS_WRITE", "DOCUMENTS_WRITE"));
        audit.answer(200, proven(entry(doctor.accountId(), "DOCTOR", null), null, "SEALED"));
        int before = entriesAsked().size();

        // then
        ask(grace, ada, "17").expectStatus().isOk();
        ask(carer, ada, "17").expectStatus().isForbidden();
        ask(doctor.signedIn(), ada, "17").expectStatus().isForbidden();
        ask(api.newPatient(), ada, "17").expectStatus().isNotFound();
        ask(api.auditor(), ada, "17").expectStatus().isNotFound();
        client().get()
                .uri(path(ada) + "/accesses/17/proof")
                .exchange()
                .expectStatus()
                .isUnauthorized();
        assertThat(entriesAsked()).as("only one question was let through").hasSize(before + 1);
    }

    @Test
    void shouldNotTellWhetherAnEntryIsAboutSomebodyElse() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // when
            ResponseSpec answer = ask(ada, ada, "18");

            // then
            assertThat(body(answer.expectStatus().isNotFound()).get("detail"))
                    .isEqualTo("The audit log has no such entry about this patient, or not yet.");
            recorded.one(event -> event.type() == EventType.ACCESS_DENIED
                    && event.stamp().getActor().equals(ada.accountId()));
        }
    }

    /** An audit-service of an earlier release has no such address. */
    @Test
    void shouldAskForAuditorsRequestsOnceWhenThereIsNoAnswer() {
        // given
        int before = audit.asked().size() - entriesAsked().size();

        // when
        instance.bean(AuditorsLookUps.class).sweep().block(Duration.ofSeconds(10));

        // then
        int after = audit.asked().size() - entriesAsked().size();
        assertThat(after - before).as("one, and perhaps that of the timer").isBetween(1, 2);
    }

    @Test
    void shouldNotAskForWhatIsNoIndex() {
        // given
        int before = entriesAsked().size();

        // then
        for (String index : List.of("-1", "01", "x", "1.5", "9999999999999999999", "%2e%2e", ada.patientId())) {
            ask(ada, ada, index)
                    .expectStatus()
                    .value(status -> assertThat(status).as(index).isIn(400, 404));
        }
        assertThat(entriesAsked()).hasSize(before);
    }

    @Test
    void shouldGiveNoReceiptWhileTheLogIsAway() {
        // given
        audit.answer(503, "");

        // then
        for (int i = 0; i < 3; i++) {
            assertThat(body(ask(ada, ada, "17")
                                    .expectStatus()
                                    .isEqualTo(503)
                                    .expectHeader()
                                    .valueEquals("Retry-After", "5")
                                    .expectHeader()
                                    .contentType("application/problem+json"))
                            .get("detail"))
                    .isEqualTo(
                            "The audit log cannot be reached or is busy, so there is no receipt now. Please try again.");
        }
        audit.answer(200, proven(entry(ada.accountId(), "PATIENT", null), null, "SEALED"));
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> ask(ada, ada, "17").expectStatus().isOk().expectBody());
    }

    @Test
    void shouldSayThatNobodyToldTheAddressOfTheLog() {
        api.client(ada)
                .get()
                .uri(path(ada) + "/accesses/17/proof")
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectBody()
                .jsonPath("$.detail")
                .value((String detail) -> assertThat(detail).contains("HEALTHPASSPORT_AUDIT_URL"));
    }

    private void represent(SignedIn carer, String... rights) {
        new RepresentationUnderTest(api).represented(ada, ada, carer, rights);
    }

    private static ResponseSpec ask(SignedIn caller, SignedIn patient, String index) {
        return client().get()
                .uri(path(patient) + "/accesses/" + index + "/proof")
                .header("Authorization", "Bearer " + caller.accessToken())
                .exchange();
    }

    private static WebTestClient client() {
        return api.client()
                .mutate()
                .baseUrl("http://127.0.0.1:" + instance.port())
                .build();
    }

    private static byte[] entry(String actor, String role, String hospital) {
        Map<String, Object> members = new HashMap<>(Map.of(
                "action",
                "R",
                "actor",
                actor,
                "actorRole",
                role,
                "outcome",
                0,
                "patient",
                "a-pseudonym",
                "time",
                "2026-11-29T20:35:10.123Z"));
        if (hospital != null) {
            members.put("organization", hospital);
        }
        return json(members);
    }

    private static String proven(byte[] entry, byte[] detail, String detailState) {
        return new String(
                json(new ProvenEntry(
                        17,
                        entry,
                        detail,
                        detail == null ? null : SALT,
                        detailState,
                        "c2sp.org/tlog-proof@v1\nindex 17\n")),
                UTF_8);
    }

    private static byte[] json(Object value) {
        return JsonMapper.shared().writeValueAsBytes(value);
    }

    private static byte[] bytes(Object base64) {
        return Base64.getDecoder().decode((String) base64);
    }

    /** Without the look for auditors' requests, which goes on all the time. */
    private static List<PlayedAuditService.Asked> entriesAsked() {
        return audit.asked().stream()
                .filter(asked -> asked.uri().startsWith("/internal/log/entries/"))
                .toList();
    }
}
