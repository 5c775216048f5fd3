package org.healthpassport.api.sharing.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;
import static org.healthpassport.api.sharing.SharingUnderTest.body;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.entries;
import static org.healthpassport.api.sharing.SharingUnderTest.idIn;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.sharing.HealthLinkReader;
import org.healthpassport.api.sharing.HealthLinkReader.Decrypted;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.api.sharing.limit.LinkLimits;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.Attempt;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.qrcode.QrCodeOpened;
import org.healthpassport.events.qrcode.QrCodePasscodeRefused;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class LinkApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private static SignedIn patient;

    @BeforeAll
    static void register() {
        patient = api.newPatient();
    }

    @Test
    void shouldGiveTheSummaryToWhoeverHoldsTheLink() {
        // given
        SignedIn patient = api.newPatient();
        String recordId = sharing.record(patient, allergy("Penicillin <b>"));
        HealthLinkReader link = sharing.newLink(patient, summaryLink("label", "For Dr. Who"));

        // when
        JsonNode manifest = sharing.opened(link, by("Dr. Who"));

        // then
        assertThat(manifest.get("files")).hasSize(1);
        JsonNode file = manifest.get("files").get(0);
        assertThat(file.get("contentType").asString()).isEqualTo("application/fhir+json");
        Decrypted summary = link.decrypt(file.get("embedded").asString());
        assertThat(summary.header()).contains("\"cty\":\"application/fhir+json\"", "\"zip\":\"DEF\"", "A256GCM");
        assertThat(new String(summary.bytes())).contains("\"value\":1.50", "Penicillin &lt;b&gt;");
        JsonNode bundle = summary.json();
        assertThat(bundle.get("type").asString()).isEqualTo("document");
        assertThat(entries(bundle))
                .extracting(entry -> entry.get("resource").get("resourceType").asString())
                .containsExactly("Composition", "Patient", "Device", "AllergyIntolerance");
        assertThat(bundle.toString()).contains("urn:uuid:" + recordId).doesNotContain("Patient/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.50", "0.10", "-0.0", "12345678901234567", "1e9999", "1E+2"})
    void shouldShareNumbersAsTheyWereWritten(String number) {
        // given
        SignedIn patient = api.newPatient();
        String recordId = sharing.record(patient, """
                {"resourceType":"AllergyIntolerance","code":{"text":"Pollen"},"clinicalStatus":{"coding":[{"system":\
                "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},\
                "extension":[{"url":"http://example.org/dose","valueDecimal":%s}]}""".formatted(number));
        HealthLinkReader link =
                sharing.newLink(patient, summaryLink("content", Map.of("summary", true, "records", List.of(recordId))));

        // when
        JsonNode manifest = sharing.opened(link, by("Dr. Who"));

        // then
        assertThat(manifest.get("files").values())
                .hasSize(2)
                .extracting(file ->
                        new String(link.decrypt(file.get("embedded").asString()).bytes()))
                .allSatisfy(file -> assertThat(file).contains("\"valueDecimal\":" + number + "}"));
    }

    @Test
    void shouldSayThatThereIsNothingWhereThereIsNothing() {
        // given
        SignedIn patient = api.newPatient();
        HealthLinkReader link = sharing.newLink(patient, summaryLink());

        // when
        JsonNode summary = summary(link, sharing.opened(link, by("Dr. Who")));

        // then
        JsonNode sections = entries(summary).get(0).get("resource").get("section");
        assertThat(sections.values().stream()
                        .map(section -> section.at("/code/coding/0/code").asString()))
                .containsExactly("11450-4", "48765-2", "10160-0");
        assertThat(sections.values()).allSatisfy(section -> {
            assertThat(section.at("/emptyReason/coding/0/code").asString()).isEqualTo("unavailable");
            assertThat(section.at("/text/div").asString()).startsWith("<div xmlns=\"http://www.w3.org/1999/xhtml\">");
            assertThat(section.has("entry")).isFalse();
        });
    }

    @Test
    void shouldLeaveOutWhatWasDeletedSinceAndWhatWasEnteredInError() {
        // given
        SignedIn patient = api.newPatient();
        String deleted = sharing.record(patient, allergy("Dust"));
        sharing.record(patient, """
                {"resourceType":"AllergyIntolerance","code":{"text":"Pollen"},"verificationStatus":{"coding":[{"system":\
                "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification","code":"entered-in-error"}]}}""");
        String kept = sharing.record(patient, allergy("Latex"));
        HealthLinkReader link = sharing.newLink(
                patient, summaryLink("content", Map.of("summary", true, "records", List.of(deleted, kept))));

        // when
        sharing.deleteRecord(patient, deleted);
        JsonNode manifest = sharing.opened(link, by("Dr. Who"));

        // then
        assertThat(summary(link, manifest).toString()).contains("Latex").doesNotContain("Dust", "Pollen");
        JsonNode chosen =
                link.decrypt(manifest.at("/files/1/embedded").asString()).json();
        assertThat(chosen.get("type").asString()).isEqualTo("collection");
        assertThat(entries(chosen))
                .singleElement()
                .satisfies(entry -> assertThat(entry.get("fullUrl").asString()).isEqualTo("urn:uuid:" + kept));
    }

    @Test
    void shouldShowChosenRecordsAndNothingElse() {
        // given
        String other = sharing.record(patient, allergy("Dust"));
        String chosen = sharing.record(
                patient,
                allergy("Latex")
                        .replace(
                                "\"criticality\"",
                                "\"note\":[{\"text\":\"x\",\"authorReference\":{\"reference\":\"Practitioner/1\"}}],"
                                        + "\"criticality\""));
        HealthLinkReader link = sharing.newLink(patient, summaryLink("content", Map.of("records", List.of(chosen))));

        // when
        JsonNode manifest = sharing.opened(link, by("Dr. Who"));

        // then
        assertThat(manifest.get("files")).hasSize(1);
        assertThat(link.decrypt(manifest.at("/files/0/embedded").asString())
                        .json()
                        .toString())
                .contains("Latex", "\"reference\":\"urn:uuid:", "not shared", "urn:healthpassport:author-role")
                .doesNotContain("Dust", other, "Example", "1980", "Practitioner/1")
                .doesNotContain(patient.patientId(), patient.accountId());
    }

    @Test
    void shouldCloseWhenNothingIsLeftOfWhatWasChosenAndNotCountThat() {
        // given
        String recordId = sharing.record(patient, allergy("Dust"));
        String path = sharing.taken(patient, summaryLink("content", Map.of("records", List.of(recordId))));
        HealthLinkReader link = sharing.link(patient, path);

        // when
        sharing.deleteRecord(patient, recordId);

        // then
        assertClosed(sharing.open(link, by("Dr. Who")));
        assertThat(sharing.seen(patient, path).get("uses").asInt()).isZero();
    }

    @Test
    void shouldGiveAnAddressInsteadOfWhatIsTooLong() {
        // given
        HealthLinkReader link = sharing.newLink(patient, summaryLink());
        int length = sharing.opened(link, by("Dr. Who"))
                .at("/files/0/embedded")
                .asString()
                .length();

        // when
        JsonNode longer = sharing.opened(link, by("Dr. Who", "embeddedLengthMax", length + 200));
        JsonNode shorter = sharing.opened(link, by("Dr. Who", "embeddedLengthMax", 200));

        // then
        assertThat(longer.at("/files/0/embedded").asString().length()).isLessThanOrEqualTo(length + 200);
        assertThat(shorter.at("/files/0").has("embedded")).isFalse();
        String location = shorter.at("/files/0/location").asString();
        ResponseSpec file = sharing.file(location).expectStatus().isOk();
        file.expectHeader().valueEquals("Content-Type", "application/jose");
        assertThat(link.decrypt(file.expectBody(String.class).returnResult().getResponseBody())
                        .json()
                        .get("type")
                        .asString())
                .isEqualTo("document");
    }

    @Test
    void shouldAskForThePasscodeAndCountWrongOnes() {
        // given
        String path = sharing.taken(patient, summaryLink("passcode", "ﬁve5"));
        HealthLinkReader link = sharing.link(patient, path);

        // then
        assertPasscodeRefused(sharing.open(link, by("Dr. Who")), 10);
        assertPasscodeRefused(sharing.open(link, by("Dr. Who", "passcode", "")), 10);
        assertPasscodeRefused(sharing.open(link, by("Dr. Who", "passcode", "five")), 9);
        assertPasscodeRefused(sharing.open(link, by("Dr. Who", "passcode", "five5 ")), 8);
        // Accents in an order that takes seconds to normalise.
        String hostile = "a" + "\u0345".repeat(10_000) + "\u0334".repeat(10_000);
        assertPasscodeRefused(sharing.open(link, by("Dr. Who", "passcode", hostile)), 7);
        sharing.opened(link, by("Dr. Who", "passcode", "five5"));
        JsonNode seen = sharing.seen(patient, path);
        assertThat(seen.get("remainingAttempts").asInt()).isEqualTo(7);
        assertThat(seen.get("uses").asInt()).isEqualTo(1);
    }

    @Test
    void shouldSayInTheAuditTrailWhoOpenedAndWhoWasRefused() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT, Topics.ACCESS)) {
            // given
            SignedIn patient = api.newPatient();
            String path = sharing.taken(patient, summaryLink("passcode", "1234"));
            HealthLinkReader link = sharing.link(patient, path);

            // when
            sharing.open(link, by("<b>Guesser</b>", "passcode", "4321"))
                    .expectStatus()
                    .isUnauthorized();
            sharing.open(link, by("Prober")).expectStatus().isUnauthorized();
            sharing.opened(link, by("Dr. Who", "passcode", "1234"));

            // then
            Event refused = recorded.one(of(path, EventType.QR_CODE_PASSCODE_REFUSED));
            assertThat(refused.payload(QrCodePasscodeRefused.class))
                    .isEqualTo(new QrCodePasscodeRefused(idIn(path), patient.patientId(), 9));
            assertThat(refused.stamp().getOutcome()).isEqualTo(4);
            assertThat(recorded.detail(refused).get("recipient").asString()).isEqualTo("<b>Guesser</b>");
            Event opened = recorded.one(of(path, EventType.QR_CODE_OPENED));
            assertThat(opened.payload(QrCodeOpened.class))
                    .isEqualTo(new QrCodeOpened(idIn(path), patient.patientId(), 1));
            assertThat(opened.stamp().getOutcome()).isZero();
            assertThat(opened.stamp().getActor()).isEqualTo("anonymous");
            assertThat(opened.stamp().getActorRole()).isEqualTo("ANONYMOUS");
            assertThat(opened.stamp().getPatient()).isEqualTo(recorded.pseudonym(patient.patientId()));
            assertThat(recorded.detail(opened).get("recipient").asString()).isEqualTo("Dr. Who");
            assertThat(recorded.detail(opened).get("resourceId").asString()).isEqualTo(idIn(path));
            Event probed = recorded.one(event ->
                    event.type() == EventType.ACCESS_DENIED && event.key().equals(patient.patientId()));
            assertThat(probed.payload(AccessDenied.class))
                    .isEqualTo(new AccessDenied(
                            patient.patientId(), DenialReason.INVALID_LINK, 1, "QR_CODE", null, Attempt.EXECUTE));
            assertThat(recorded.detail(probed).get("recipient").asString()).isEqualTo("Prober");
        }
    }

    @Test
    void shouldAnswerTheSameForAllLinksThatOpenNothing() {
        // given
        HealthLinkReader usedUp = sharing.newLink(patient, summaryLink("maxUses", 1));
        sharing.opened(usedUp, by("Dr. Who"));
        String path = sharing.taken(patient, summaryLink());
        HealthLinkReader revoked = sharing.link(patient, path);
        api.client(patient).delete().uri(path).exchange().expectStatus().isNoContent();
        HealthLinkReader expired = sharing.newLink(
                patient, summaryLink("expiresAt", Instant.now().plusSeconds(2).toString()));
        HealthLinkReader guessed = sharing.newLink(patient, summaryLink("passcode", "1234"));
        for (int i = 0; i < 10; i++) {
            sharing.open(guessed, by("Dr. Who", "passcode", "4321"))
                    .expectStatus()
                    .isUnauthorized();
        }

        // when
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> sharing.open(expired, by("Dr. Who"))
                                .returnResult(String.class)
                                .getStatus()
                                .value()
                        == 404);
        Set<String> answers = new HashSet<>();
        answers.add(assertClosed(sharing.open(usedUp, by("Dr. Who"))));
        answers.add(assertClosed(sharing.open(revoked, by("Dr. Who"))));
        answers.add(assertClosed(sharing.open(expired, by("Dr. Who"))));
        answers.add(assertClosed(sharing.open(guessed, by("Dr. Who", "passcode", "1234"))));
        answers.add(assertClosed(post("/shl/" + "A".repeat(43), by("Dr. Who"))));
        answers.add(assertClosed(post("/shl/x", by("Dr. Who"))));

        // then
        assertThat(answers).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"recipient\":\"\"}",
                "{\"recipient\":\" \"}",
                "{\"recipient\":null}",
                "{\"recipient\":\"a\\u0000b\"}",
                "{\"recipient\":\"a\\nb\"}",
                "{\"recipient\":\"Dr. Who\",\"embeddedLengthMax\":-1}",
                "{\"recipient\"",
                "[]",
                ""
            })
    void shouldRefuseRequestsThatSayNotWhoAsks(String body) {
        // given
        HealthLinkReader link = sharing.newLink(patient, summaryLink("maxUses", 1));

        // then
        api.client()
                .post()
                .uri(link.url().getPath())
                .header("Content-Type", "application/json")
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .value(status -> assertThat(status).isIn(400, 422));
        sharing.opened(link, by("Dr. Who"));
    }

    @Test
    void shouldTakeRecipientsAsTheyCallThemselvesAndIgnoreWhatItDoesNotKnow() {
        // given
        HealthLinkReader link = sharing.newLink(patient, summaryLink());

        // then
        sharing.opened(link, by("<script>alert(1)</script> 😀", "url", "https://elsewhere", "novel", List.of(1)));
        sharing.open(link, by("r".repeat(101))).expectStatus().isBadRequest();
        sharing.opened(link, by("r".repeat(100), "passcode", "not asked for"));
    }

    @Test
    void shouldOpenToPagesOfAnyOrigin() {
        // given
        HealthLinkReader link = sharing.newLink(patient, summaryLink());

        // then
        api.client()
                .options()
                .uri(link.url().getPath())
                .header("Origin", "https://viewer.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Access-Control-Allow-Origin", "*");
        post(link.url().getPath(), by("Dr. Who"))
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectHeader()
                .doesNotExist("Set-Cookie");
        api.client()
                .post()
                .uri("/shl/unknown")
                .header("Origin", "https://viewer.example")
                .bodyValue(by("Dr. Who"))
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .valueEquals("Access-Control-Allow-Origin", "*");
        api.client()
                .get()
                .uri(SharingUnderTest.path(patient))
                .header("Origin", "https://viewer.example")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void shouldNotAskForALoginWhereThereIsNothing() {
        api.client()
                .get()
                .uri("/shl/" + "A".repeat(43))
                .exchange()
                .expectStatus()
                .isEqualTo(405);
        api.client().get().uri("/shl/a/b").exchange().expectStatus().isNotFound();
    }

    @Test
    void shouldSlowDownWhoAsksTooOften() {
        // given
        String path = sharing.taken(patient, summaryLink());
        HealthLinkReader link = sharing.link(patient, path);
        WebTestClient client = api.client();
        LinkLimits limits = api.bean(LinkLimits.class);
        sharing.opened(link, by("Dr. Who"));

        // when
        for (int i = 1; i < LinkLimits.OPENINGS; i++) {
            limits.opening(idIn(path));
        }

        // then
        sharing.open(link, by("Dr. Who"))
                .expectStatus()
                .isEqualTo(429)
                .expectHeader()
                .exists("Retry-After");
        for (int i = 0; i < 60; i++) {
            assertThat(unknown(client).getStatus().value()).isEqualTo(404);
        }
        EntityExchangeResult<byte[]> slowedDown = unknown(client);
        assertThat(slowedDown.getStatus().value()).isEqualTo(429);
        assertThat(slowedDown.getResponseHeaders().containsHeader("Retry-After"))
                .isTrue();
        client.post()
                .uri(sharing.newLink(patient, summaryLink()).url().getPath())
                .bodyValue(by("Dr. Who"))
                .exchange()
                .expectStatus()
                .isOk();
    }

    private static EntityExchangeResult<byte[]> unknown(WebTestClient client) {
        return client.post()
                .uri("/shl/unknown")
                .bodyValue(by("Dr. Who"))
                .exchange()
                .expectBody()
                .returnResult();
    }

    private ResponseSpec post(String path, Map<String, Object> request) {
        return api.client().post().uri(path).bodyValue(request).exchange();
    }

    private static JsonNode summary(HealthLinkReader link, JsonNode manifest) {
        return link.decrypt(manifest.at("/files/0/embedded").asString()).json();
    }

    private static void assertPasscodeRefused(ResponseSpec answer, int remainingAttempts) {
        JsonNode problem = body(answer.expectStatus().isUnauthorized());
        assertThat(problem.get("remainingAttempts").asInt()).isEqualTo(remainingAttempts);
        assertThat(problem.get("type").asString()).isEqualTo("urn:healthpassport:problem:wrong-passcode");
        answer.expectHeader()
                .valueEquals("Content-Type", "application/problem+json")
                .expectHeader()
                .valueEquals("WWW-Authenticate", "Passcode");
    }

    /** The answer but for what differs from request to request. */
    private static String assertClosed(ResponseSpec answer) {
        ObjectNode problem = (ObjectNode) body(answer.expectStatus().isNotFound());
        problem.remove("instance");
        return problem.toString();
    }

    private static Predicate<Event> of(String path, EventType type) {
        return event -> event.type() == type && event.subject().equals(idIn(path));
    }
}
