package org.healthpassport.api.sharing.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.sharing.SharingUnderTest.allergy;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.idIn;
import static org.healthpassport.api.sharing.SharingUnderTest.path;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.sharing.HealthLinkReader;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.PayloadBytes;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.Attempt;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.qrcode.QrCodeFailure;
import org.healthpassport.events.qrcode.QrCodeReady;
import org.healthpassport.events.qrcode.QrCodeRequested;
import org.healthpassport.qrcode.drawing.Drawing;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.healthpassport.vault.key.QrCodePart;
import org.healthpassport.vault.key.SubjectKeys;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

class QrCodeApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final UploadedDocuments documents = new UploadedDocuments(api);
    private static SignedIn patient;

    @BeforeAll
    static void register() {
        patient = api.newPatient();
    }

    @Test
    void shouldAnswerAtOnceAndShowTheLinkToItsPatient() {
        // when
        ResponseSpec answer = sharing.ask(patient, summaryLink("label", "For Dr. Who", "maxUses", 3));

        // then
        JsonNode requested = SharingUnderTest.body(answer.expectStatus().isEqualTo(202));
        String path = path(patient) + "/" + requested.get("qrCodeId").asString();
        answer.expectHeader().valueEquals("Location", ApiUnderTest.PUBLIC_URL + path);
        assertThat(requested.propertyNames()).containsExactlyInAnyOrder("qrCodeId", "kind", "status");
        assertThat(requested.get("status").asString()).isEqualTo("REQUESTED");
        get(path).expectHeader().valueEquals("ETag", "W/\"1\"").expectHeader().valueEquals("Cache-Control", "no-store");
        JsonNode seen = sharing.seen(patient, path);
        assertThat(seen.get("label").asString()).isEqualTo("For Dr. Who");
        assertThat(seen.get("uses").asInt()).isZero();
        assertThat(seen.get("maxUses").asInt()).isEqualTo(3);
        assertThat(seen.has("remainingAttempts")).isFalse();
        assertThat(seen.get("content").toString()).isEqualTo("{\"summary\":true,\"records\":[],\"documents\":[]}");
        assertThat(seen.get("viewUrl").asString())
                .isEqualTo(
                        ApiUnderTest.PUBLIC_URL + "/view#" + seen.get("payload").asString());
    }

    @Test
    void shouldRefuseMoreThanAPatientMayHave() {
        // given
        SignedIn busy = api.newPatient();
        List<Document> others = Stream.generate(() -> UUID.randomUUID().toString())
                .limit(ApiUnderTest.QR_CODES_PER_PATIENT - 1)
                .map(id -> new Document("_id", id)
                        .append("subjectId", busy.patientId())
                        .append("tokenIndex", "of-" + id))
                .toList();
        api.bean(ReactiveMongoTemplate.class).insert(others, "qrCodes").blockLast(Duration.ofSeconds(60));

        // then
        sharing.ask(busy, summaryLink()).expectStatus().isEqualTo(202);
        sharing.ask(busy, summaryLink()).expectStatus().isEqualTo(507);
    }

    @Test
    void shouldMakeALinkAsTheStandardHasIt() {
        // given
        Instant expiresAt =
                Instant.parse(Instant.now().plusSeconds(600).toString().substring(0, 19) + "Z");

        // when
        HealthLinkReader link = sharing.newLink(
                patient, summaryLink("passcode", "1234", "expiresAt", expiresAt.toString(), "label", "A \"b\" ü"));

        // then
        assertThat(link.payload().propertyNames()).containsExactly("url", "key", "exp", "flag", "label", "v");
        assertThat(link.url().toString())
                .matches("https://passport\\.test/shl/[A-Za-z0-9_-]{43}")
                .hasSizeLessThanOrEqualTo(128);
        assertThat(link.payload().get("key").asString()).matches("[A-Za-z0-9_-]{43}");
        assertThat(link.key()).hasSize(32);
        assertThat(link.payload().get("exp").asLong()).isEqualTo(expiresAt.getEpochSecond());
        assertThat(link.payload().get("flag").asString()).isEqualTo("P");
        assertThat(link.payload().get("label").asString()).isEqualTo("A \"b\" ü");
        assertThat(link.payload().get("v").asInt()).isEqualTo(1);
        assertThat(sharing.newLink(patient, summaryLink()).payload().propertyNames())
                .containsExactly("url", "key", "exp", "v");
    }

    @Test
    void shouldGiveTheWorkerTheTextUnderThePatientsKeysForIt() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT)) {
            // given
            String path = sharing.taken(patient, summaryLink("label", "A label of 80 characters: " + "ü".repeat(54)));

            // when
            QrCodeRequested requested =
                    recorded.one(of(path, EventType.QR_CODE_REQUESTED)).payload(QrCodeRequested.class);

            // then
            SubjectKeys keys =
                    api.bean(SubjectKeyRing.class).of(patient.patientId()).block(Duration.ofSeconds(20));
            byte[] text = QrCodePart.TEXT.open(keys, idIn(path), PayloadBytes.of(requested.getSealedPayload()));
            assertThat(new String(text, UTF_8))
                    .isEqualTo(sharing.seen(patient, path).get("viewUrl").asString());
        }
    }

    @Test
    void shouldShowThePictureOnceItIsDrawn() throws Exception {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT)) {
            // given
            String path = sharing.taken(patient, summaryLink());
            get(path + "/image").expectStatus().isEqualTo(409).expectHeader().exists("Retry-After");

            // when
            QrSymbol symbol = sharing.draw(patient, path);
            sharing.report(patient, path, sharing.seal(patient, symbol.packed(), idIn(path)), null);

            // then
            assertThat(image(path, "", "image/png"))
                    .isEqualTo(Drawing.square(400).png(symbol));
            assertThat(image(path, "?format=png&size=800", "image/png"))
                    .isEqualTo(Drawing.square(800).png(symbol));
            assertThat(new String(image(path, "?format=svg", "image/svg+xml"), UTF_8))
                    .isEqualTo(Drawing.square(400).svg(symbol));
            assertThat(recorded.one(of(path, EventType.QR_CODE_READY)).payload(QrCodeReady.class))
                    .isEqualTo(new QrCodeReady(idIn(path), patient.patientId()));
        }
    }

    @Test
    void shouldDrawWhatIsAcceptedMost() {
        // given
        String path = sharing.taken(patient, summaryLink());
        sharing.draw(patient, path);

        // then
        Map.of(
                        "image/svg+xml", "image/svg+xml",
                        "image/png", "image/png",
                        "image/*, */*;q=0.1", "image/png",
                        "image/png;q=0.5, image/svg+xml", "image/svg+xml",
                        "*/*", "image/png")
                .forEach((accept, type) -> api.client(patient)
                        .get()
                        .uri(path + "/image")
                        .header("Accept", accept)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectHeader()
                        .valueEquals("Content-Type", type));
    }

    @Test
    void shouldRefusePicturesThatThereAreNot() {
        // given
        String path = sharing.taken(patient, summaryLink());
        sharing.draw(patient, path);

        // then
        get(path + "/image?format=gif").expectStatus().isBadRequest();
        get(path + "/image?format=PNG").expectStatus().isBadRequest();
        get(path + "/image?size=49").expectStatus().isBadRequest();
        get(path + "/image?size=2001").expectStatus().isBadRequest();
        get(path + "/image?size=x").expectStatus().isBadRequest();
        get(path + "/image?size=50").expectStatus().isBadRequest();
        api.client(patient)
                .get()
                .uri(path + "/image")
                .header("Accept", "image/webp")
                .exchange()
                .expectStatus()
                .isEqualTo(406);
    }

    @Test
    void shouldSayWhenItCouldNotBeDrawn() {
        // given
        String path = sharing.taken(patient, summaryLink());

        // when
        sharing.report(patient, path, null, QrCodeFailure.PAYLOAD_TOO_LONG);
        sharing.awaitStatus(patient, path, "FAILED");

        // then
        assertThat(sharing.seen(patient, path).get("reason").asString()).isEqualTo("PAYLOAD_TOO_LONG");
        get(path + "/image").expectStatus().isEqualTo(409).expectHeader().doesNotExist("Retry-After");
        sharing.opened(sharing.link(patient, path), by("Dr. Who"));
    }

    @Test
    void shouldNotTakeASymbolThatWasNotSealedForItOrIsNone() {
        // given
        String path = sharing.taken(patient, summaryLink());
        String other = sharing.taken(patient, summaryLink());
        QrSymbol symbol = sharing.draw(patient, other);

        // when
        sharing.report(patient, path, sharing.seal(patient, symbol.packed(), idIn(other)), null);
        sharing.report(patient, path, sharing.seal(patient, new byte[] {1, 2, 3}, idIn(path)), null);
        sharing.report(patient, path, symbol.packed(), null);
        sharing.report(patient, path, null, null);
        String later = sharing.taken(patient, summaryLink());
        sharing.draw(patient, later);

        // then
        assertThat(sharing.seen(patient, path).get("status").asString()).isEqualTo("REQUESTED");
        sharing.draw(patient, path);
    }

    @Test
    void shouldRevokeAtOnceAndAsOftenAsAsked() {
        // given
        String path = sharing.taken(patient, summaryLink());
        sharing.draw(patient, path);
        HealthLinkReader link = sharing.link(patient, path);
        sharing.opened(link, by("Dr. Who"));

        // when
        delete(patient, path).expectStatus().isNoContent();

        // then
        sharing.open(link, by("Dr. Who")).expectStatus().isNotFound();
        get(path + "/image").expectStatus().isEqualTo(410);
        assertThat(sharing.seen(patient, path).get("status").asString()).isEqualTo("REVOKED");
        delete(patient, path).expectStatus().isNoContent();
    }

    @Test
    void shouldPageThroughAListNewestFirst() {
        // given
        SignedIn another = api.newPatient();
        List<String> asked = Stream.generate(() -> idIn(sharing.taken(another, summaryLink())))
                .limit(3)
                .toList();

        // when
        JsonNode first = SharingUnderTest.body(get(another, path(another) + "?limit=2"));
        JsonNode second = SharingUnderTest.body(get(
                another,
                path(another) + "?limit=2&cursor=" + first.get("nextCursor").asString()));

        // then
        assertThat(Stream.concat(first.get("items").values().stream(), second.get("items").values().stream())
                        .map(item -> item.get("qrCodeId").asString()))
                .containsExactlyInAnyOrderElementsOf(asked);
        assertThat(second.has("nextCursor")).isFalse();
        get(another, path(another) + "?limit=2")
                .expectHeader()
                .valueMatches("Link", "<https://passport.test/.*cursor=.*>.*");
    }

    @Test
    void shouldRefuseToShareWhatIsNotThePatientsOrNotThereOrNotStored() {
        // given
        SignedIn other = api.newPatient();
        String foreignRecord = sharing.record(other, allergy("Nuts"));
        String deletedRecord = sharing.record(patient, allergy("Dust"));
        sharing.deleteRecord(patient, deletedRecord);
        String ownRecord = sharing.record(patient, allergy("Pollen"));
        String unknown = UUID.randomUUID().toString();
        String foreignDocument = documents.storedPdf(other, 2_000);
        String receivedDocument = documents.receivedPdf(patient, 2_000);
        String ownDocument = documents.storedPdf(patient, 2_000);

        // when
        JsonNode problem = SharingUnderTest.body(sharing.ask(
                        patient,
                        summaryLink(
                                "content",
                                Map.of(
                                        "records",
                                        List.of(ownRecord, foreignRecord, deletedRecord, unknown, "x"),
                                        "documents",
                                        List.of(foreignDocument, ownDocument, receivedDocument, unknown)),
                                "label",
                                ""))
                .expectStatus()
                .isEqualTo(422));

        // then
        assertThat(problem.get("errors").values().stream()
                        .map(error -> error.get("pointer").asString()))
                .containsExactlyInAnyOrder(
                        "/label",
                        "/content/records/1",
                        "/content/records/2",
                        "/content/records/3",
                        "/content/records/4",
                        "/content/documents/0",
                        "/content/documents/2",
                        "/content/documents/3");
        assertThat(problem.get("errors").values().stream()
                        .filter(error -> !error.get("pointer").asString().equals("/label"))
                        .map(error -> error.get("detail").asString())
                        .distinct())
                .containsExactly(QrCodeRules.NOTHING_TO_SHARE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"HEALTH_LINK\",\"content\":{\"summary\":true},\"pin\":\"1234\"}",
                "{\"kind\":\"HEALTH_LINK\",\"content\":{\"summary\":true,\"all\":true}}",
                "{\"kind\":\"HEALTH_LINK\",\"content\":{\"summary\":\"yes\"}}",
                "{\"kind\":\"HEALTH_LINK\",\"content\":{\"summary\":true},\"maxUses\":\"3\"}",
                "{\"kind\":\"HEALTH_LINK\",\"content\":{\"summary\":true},\"maxUses\":1.5}",
                "{\"kind\":\"HEALTH_LINK\",\"content\":{\"summary\":true},\"expiresAt\":1}",
                "{\"kind\":\"HEALTH_LINK\",\"content\":[]}",
                "{}"
            })
    void shouldRefuseBodiesOfAnotherForm(String body) {
        api.client(patient)
                .post()
                .uri(path(patient))
                .header("Content-Type", "application/json")
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void shouldBeThereForThePatientInPersonOnly() {
        // given
        String path = sharing.taken(patient, summaryLink());
        sharing.draw(patient, path);
        SignedIn other = api.newPatient();
        String underOwnAddress = path(other) + "/" + idIn(path);

        // then
        for (SignedIn stranger : List.of(other, api.administrator())) {
            sharing.ask(
                            new SignedIn(stranger.accountId(), patient.patientId(), "", stranger.accessToken()),
                            summaryLink())
                    .expectStatus()
                    .isNotFound();
            for (String address : List.of(path(patient), path, path + "/image")) {
                api.client(stranger)
                        .get()
                        .uri(address)
                        .exchange()
                        .expectStatus()
                        .isNotFound()
                        .expectBody(String.class)
                        .value(body -> assertThat(body).doesNotContain("shlink"));
            }
            delete(stranger, path).expectStatus().isNotFound();
        }
        api.client(other).get().uri(underOwnAddress).exchange().expectStatus().isNotFound();
        delete(other, underOwnAddress).expectStatus().isNotFound();
        get(path(patient) + "/" + UUID.randomUUID()).expectStatus().isNotFound();
        api.client().get().uri(path).exchange().expectStatus().isUnauthorized();
        assertThat(sharing.seen(patient, path).get("status").asString()).isEqualTo("READY");
    }

    @Test
    void shouldRecordWhoTriedAnothersQrCode() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            String path = sharing.taken(patient, summaryLink());
            SignedIn other = api.newPatient();

            // when
            delete(other, path(other) + "/" + idIn(path)).expectStatus().isNotFound();
            delete(other, path).expectStatus().isNotFound();

            // then
            assertThat(recorded.all(
                            2,
                            event -> event.type() == EventType.ACCESS_DENIED
                                    && event.stamp().getActor().equals(other.accountId())))
                    .allSatisfy(denied -> assertThat(denied.payload(AccessDenied.class))
                            .isEqualTo(new AccessDenied(
                                    patient.patientId(),
                                    DenialReason.NOT_PERMITTED,
                                    1,
                                    "QR_CODE",
                                    idIn(path),
                                    Attempt.DELETE)));
        }
    }

    private static ResponseSpec get(String path) {
        return get(patient, path);
    }

    private static ResponseSpec get(SignedIn who, String path) {
        return api.client(who).get().uri(path).exchange();
    }

    private static ResponseSpec delete(SignedIn who, String path) {
        return api.client(who).delete().uri(path).exchange();
    }

    private static byte[] image(String path, String query, String type) {
        return get(path + "/image" + query)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Content-Type", type)
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody()
                .returnResult()
                .getResponseBody();
    }

    private static Predicate<Event> of(String path, EventType type) {
        return event -> event.type() == type && event.subject().equals(idIn(path));
    }
}
