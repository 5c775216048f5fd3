package org.healthpassport.api.sharing.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.sharing.SharingUnderTest.path;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.DataRead;
import org.healthpassport.events.access.DenialReason;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** A patient shows a code, and a clinician who scans it learns who the patient is, and nothing else, over HTTP. */
class ConnectionApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static Member hospital;
    private static Member doctor;

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final ConsentUnderTest consents = new ConsentUnderTest(api);
    private SignedIn ada;

    @BeforeAll
    static void registerClinicians() {
        hospital = new Members(api).hospital();
        doctor = new Members(api).doctor(hospital);
    }

    @BeforeEach
    void registerPatient() {
        ada = api.newPatient();
    }

    @Test
    void shouldLeadFromTheCodeToTheFirstReadByConsent() {
        // given
        String card = sharing.taken(ada, card());
        String scanned = sharing.seen(ada, card).get("viewUrl").asString();

        // when
        JsonNode found = SharingUnderTest.body(
                connect(doctor.signedIn(), scanned).expectStatus().isOk());

        // then
        assertThat(found.propertyNames()).containsExactlyInAnyOrder("patientId", "name", "birthDate");
        assertThat(found.get("patientId").asString()).isEqualTo(ada.patientId());
        assertThat(found.at("/name/given").asString()).isEqualTo("Ada");
        consents.readRecords(doctor, ada).expectStatus().isNotFound();

        // when the doctor asks, and the patient approves
        String request = consents.asked(doctor, ada, "RECORDS_READ");
        consents.approve(ada, ada, request, "RECORDS_READ").expectStatus().isOk();

        // then
        consents.readRecords(doctor, ada).expectStatus().isOk();
    }

    @Test
    void shouldTellThePatientWhoScanned() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // when
            connect(hospital.signedIn(), code(sharing.taken(ada, card())))
                    .expectStatus()
                    .isOk();

            // then
            Event read = recorded.one(event -> event.type() == EventType.DATA_READ
                    && event.stamp().getActor().equals(hospital.accountId()));
            assertThat(read.payload(DataRead.class).getPatientId()).isEqualTo(ada.patientId());
            assertThat(read.payload(DataRead.class).getResourceType()).isEqualTo("PATIENT");
            assertThat(read.payload(DataRead.class).getRight()).isEqualTo(AccessRight.LINK);
        }
    }

    @Test
    void shouldHaveARandomCodeBehindTheHash() {
        // when
        JsonNode seen = sharing.seen(ada, sharing.taken(ada, card("label", "wallet")));

        // then
        String code = seen.get("payload").asString();
        assertThat(code).matches("[A-Za-z0-9_-]{43}");
        assertThat(seen.get("viewUrl").asString()).isEqualTo(ApiUnderTest.PUBLIC_URL + "/connect#" + code);
        assertThat(seen.get("kind").asString()).isEqualTo("PATIENT_ID");
        assertThat(seen.get("label").asString()).isEqualTo("wallet");
        assertThat(seen.has("content")).isFalse();
        assertThat(seen.has("uses")).isFalse();
        assertThat(seen.toString()).doesNotContain(ada.patientId());
    }

    @Test
    void shouldGiveOneAnswerToEveryCodeThatDoesNotCount() {
        // given
        String revoked = sharing.taken(ada, card());
        String paused = sharing.taken(ada, card());
        String link = sharing.taken(ada, SharingUnderTest.summaryLink());
        String expired = sharing.taken(
                ada, card("expiresAt", Instant.now().plusSeconds(3).toString()));
        delete(revoked);
        post(paused + "/pause");
        sharing.awaitStatus(ada, expired, "EXPIRED");

        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // when
            List<String> answers = List.of(
                    refusal(code(revoked)),
                    refusal(code(paused)),
                    refusal(code(expired)),
                    refusal(sharing.seen(ada, link).get("viewUrl").asString()),
                    refusal(sharing.link(ada, link).url().getPath().substring("/shl/".length())),
                    refusal("x".repeat(43)),
                    refusal(""),
                    refusal("#"),
                    refusal("x".repeat(10_000)));

            // then
            assertThat(answers).containsOnly(answers.get(0));
            List<Event> denied = recorded.all(
                    answers.size(),
                    event -> event.type() == EventType.ACCESS_DENIED
                            && event.stamp().getActor().equals(doctor.accountId()));
            assertThat(denied)
                    .allSatisfy(event -> assertThat(
                                    event.payload(AccessDenied.class).getReason())
                            .isEqualTo(DenialReason.INVALID_LINK));
            assertThat(denied)
                    .filteredOn(event -> ada.patientId()
                            .equals(event.payload(AccessDenied.class).getPatientId()))
                    .hasSize(4);
        }
    }

    @Test
    void shouldCountAgainOnceResumed() {
        // given
        String card = sharing.taken(ada, card());
        post(card + "/pause").expectStatus().isNoContent();
        assertThat(sharing.seen(ada, card).get("status").asString()).isEqualTo("PAUSED");
        connect(doctor.signedIn(), code(card)).expectStatus().isNotFound();

        // when
        post(card + "/resumption").expectStatus().isNoContent();

        // then
        connect(doctor.signedIn(), code(card)).expectStatus().isOk();
    }

    @Test
    void shouldTellThatNothingIsPausedOrResumedOnceItIsOver() {
        // given
        String revoked = sharing.taken(ada, card());
        delete(revoked);
        String revokedLink = sharing.taken(ada, SharingUnderTest.summaryLink());
        delete(revokedLink);
        String expired = sharing.taken(
                ada, card("expiresAt", Instant.now().plusSeconds(3).toString()));
        post(expired + "/pause").expectStatus().isNoContent();
        sharing.awaitStatus(ada, expired, "EXPIRED");

        // then
        for (String over : List.of(revoked, revokedLink, expired)) {
            shouldTellThatItIsOver(post(over + "/resumption"));
            shouldTellThatItIsOver(post(over + "/pause"));
        }
    }

    private static void shouldTellThatItIsOver(ResponseSpec answer) {
        answer.expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:healthpassport:problem:over")
                .jsonPath("$.detail")
                .isEqualTo("This QR code is revoked or expired, for good. Create a new one.");
    }

    @Test
    void shouldOpenNothingAsALink() {
        // given
        String card = sharing.taken(ada, card());

        // then
        api.client()
                .post()
                .uri("/shl/" + code(card))
                .bodyValue(SharingUnderTest.by("Dr. Who"))
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void shouldTellNobodyElse() {
        // given
        String code = code(sharing.taken(ada, card()));
        Member pending = new Members(api).pendingDoctor(hospital);

        // then
        api.client()
                .post()
                .uri("/api/connections")
                .bodyValue(Map.of("code", code))
                .exchange()
                .expectStatus()
                .isUnauthorized();
        connect(ada, code).expectStatus().isForbidden();
        connect(api.newPatient(), code).expectStatus().isForbidden();
        connect(pending.signedIn(), code).expectStatus().isForbidden();
    }

    @Test
    void shouldTellNobodyOfASuspendedHospital() {
        // given
        Member suspended = new Members(api).hospital();
        Member itsDoctor = new Members(api).doctor(suspended);
        String code = code(sharing.taken(ada, card()));
        connect(itsDoctor.signedIn(), code).expectStatus().isOk();

        // when
        api.client(api.administrator())
                .post()
                .uri("/api/admin/accounts/" + suspended.accountId() + "/suspension")
                .exchange()
                .expectStatus()
                .isNoContent();

        // then
        connect(itsDoctor.signedIn(), code).expectStatus().isForbidden();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"code\":null}"})
    void shouldAskForACode(String body) {
        api.client(doctor.signedIn())
                .post()
                .uri("/api/connections")
                .header(HttpHeaders.CONTENT_TYPE, "application/json")
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @Test
    void shouldSlowDownWhoTriesManyCodes() {
        // given
        SignedIn guessing = new Members(api).doctor(hospital).signedIn();

        // when
        List<Integer> answers = IntStream.range(0, 31)
                .mapToObj(i -> connect(guessing, "guess" + i)
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .value())
                .toList();

        // then
        assertThat(answers.subList(0, 30)).containsOnly(404);
        assertThat(answers.get(30)).isEqualTo(429);
    }

    @Test
    void shouldPrintACardWithoutTheNameUnlessItIsAskedFor() {
        // given
        String path = sharing.taken(ada, card());
        get(path + "/card").expectStatus().isEqualTo(HttpStatus.CONFLICT);
        sharing.draw(ada, path);

        // when
        String plain = html(path + "/card");
        String named = html(path + "/card?name=true");

        // then
        assertThat(plain).contains("85.6mm 54mm", "<svg", "passport.test").doesNotContain("Ada", ada.patientId());
        assertThat(named).contains("Ada Example").doesNotContain(ada.patientId());
    }

    @Test
    void shouldPrintNoCardOfALinkOrOfACodeThatIsOver() {
        // given
        String link = sharing.taken(ada, SharingUnderTest.summaryLink());
        sharing.draw(ada, link);
        String revoked = sharing.taken(ada, card());
        sharing.draw(ada, revoked);
        delete(revoked);

        // then
        get(link + "/card").expectStatus().isBadRequest();
        get(revoked + "/card").expectStatus().isEqualTo(HttpStatus.GONE);
        api.client(api.newPatient())
                .get()
                .uri(revoked + "/card")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"PATIENT_ID\",\"content\":{\"summary\":true}}",
                "{\"kind\":\"PATIENT_ID\",\"passcode\":\"1234\"}",
                "{\"kind\":\"PATIENT_ID\",\"maxUses\":1}",
                "{\"kind\":\"PATIENT_ID\",\"expiresAt\":\"2001-01-01T00:00:00Z\"}",
                "{\"kind\":\"PATIENT_ID\",\"expiresAt\":\"2199-01-01T00:00:00Z\"}",
                "{\"kind\":\"PATIENT_ID\",\"label\":\"\"}",
                "{\"kind\":\"patient_id\"}"
            })
    void shouldRefuseWhatIsNoCard(String request) {
        api.client(ada)
                .post()
                .uri(path(ada))
                .header(HttpHeaders.CONTENT_TYPE, "application/json")
                .bodyValue(request)
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    private static Map<String, Object> card(Object... members) {
        Map<String, Object> request = new HashMap<>(Map.of("kind", "PATIENT_ID"));
        for (int i = 0; i < members.length; i += 2) {
            request.put((String) members[i], members[i + 1]);
        }
        return request;
    }

    private String code(String path) {
        return sharing.seen(ada, path).get("payload").asString();
    }

    private static ResponseSpec connect(SignedIn caller, String code) {
        return api.client(caller)
                .post()
                .uri("/api/connections")
                .bodyValue(Map.of("code", code))
                .exchange();
    }

    private static String refusal(String code) {
        JsonNode problem = SharingUnderTest.body(
                connect(doctor.signedIn(), code).expectStatus().isNotFound());
        return problem.get("type").asString() + problem.get("detail").asString();
    }

    private ResponseSpec get(String path) {
        return api.client(ada).get().uri(path).exchange();
    }

    private ResponseSpec post(String path) {
        return api.client(ada).post().uri(path).exchange();
    }

    private void delete(String path) {
        api.client(ada).delete().uri(path).exchange().expectStatus().isNoContent();
    }

    private String html(String path) {
        return get(path)
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType("text/html;charset=UTF-8")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }
}
