package org.healthpassport.api.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.consent.ConsentUnderTest.body;
import static org.healthpassport.api.consent.representative.RepresentationUnderTest.ALL;
import static org.healthpassport.api.consent.representative.RepresentationUnderTest.as;
import static org.healthpassport.api.consent.representative.RepresentationUnderTest.offer;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.path;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.representative.RepresentationUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** QR codes that a representative makes give nothing out once the representative may not share any more. */
class SharedByRepresentativeTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static Member doctor;

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final ConsentUnderTest calls = new ConsentUnderTest(api);
    private final RepresentationUnderTest representatives = new RepresentationUnderTest(api);
    private SignedIn ada;
    private SignedIn carer;
    private SignedIn carerForAda;
    private String representativeId;

    @BeforeAll
    static void registerDoctor() {
        Members members = new Members(api);
        doctor = members.doctor(members.hospital());
    }

    @BeforeEach
    void represent() {
        ada = api.newPatient();
        carer = api.newPatient();
        carerForAda = as(carer, ada);
        representativeId = representatives.represented(ada, ada, carer, "SHARE");
    }

    @Test
    void shouldGiveEverythingOutWhileTheRepresentativeMayShare() {
        // given
        Codes codes = new Codes(carerForAda);

        // then
        codes.requireOpen();
        JsonNode seen = sharing.seen(ada, codes.link);
        assertThat(seen.at("/madeBy/accountId").asString()).isEqualTo(carer.accountId());
        assertThat(seen.at("/madeBy/name").asString()).isEqualTo("Ada Example");
        assertThat(seen.at("/madeBy/mayShare").asBoolean()).isTrue();
        assertThat(sharing.seen(ada, sharing.taken(ada, summaryLink())).has("madeBy"))
                .isFalse();
    }

    @Test
    void shouldGiveNothingOutOnceTheRepresentativeHasEnded() {
        // given
        String ofAda = sharing.taken(ada, summaryLink());
        Codes codes = new Codes(carerForAda);
        codes.requireOpen();

        // when
        endCarer();

        // then
        codes.requireClosed();
        sharing.opened(sharing.link(ada, ofAda), by("Dr. Who"));
        assertThat(items(ada))
                .filteredOn(item -> item.has("madeBy"))
                .hasSize(2)
                .allSatisfy(item ->
                        assertThat(item.at("/madeBy/mayShare").asBoolean(true)).isFalse());
    }

    @Test
    void shouldNotComeBackWithAnotherInvitation() {
        // given
        Codes codes = new Codes(carerForAda);
        endCarer();

        // when
        representatives.represented(ada, ada, carer, "SHARE");

        // then
        codes.requireClosed();
        new Codes(carerForAda).requireOpen();
    }

    @Test
    void shouldGiveNothingOutWhileTheAccountOfTheRepresentativeIsSuspended() {
        // given
        Codes codes = new Codes(carerForAda);

        // when
        ofAdministrator("suspension");

        // then
        codes.requireClosed();

        // when
        ofAdministrator("activation");

        // then
        codes.requireOpen();
    }

    @Test
    void shouldGiveNothingOutOnceTheAccountOfTheRepresentativeIsClosed() {
        // given
        Codes codes = new Codes(carerForAda);

        // when
        calls.post(carer, "/api/me/closure", Map.of("password", ApiUnderTest.PASSWORD))
                .expectStatus()
                .isNoContent();

        // then
        codes.requireClosed();
    }

    @Test
    void shouldLastNoLongerThanTheRightOfTheRepresentative() {
        // given
        Instant end = Instant.now().plus(Duration.ofMinutes(10)).truncatedTo(ChronoUnit.SECONDS);
        endCarer();
        representedUntil(end);

        // when
        JsonNode link = sharing.seen(ada, sharing.taken(carerForAda, summaryLink()));
        JsonNode card = sharing.seen(ada, sharing.taken(carerForAda, card()));
        ResponseSpec longer = sharing.ask(
                carerForAda, summaryLink("expiresAt", end.plusSeconds(1).toString()));
        ResponseSpec longerCard = sharing.ask(
                carerForAda,
                Map.of("kind", "PATIENT_ID", "expiresAt", end.plusSeconds(1).toString()));

        // then
        assertThat(link.get("expiresAt").asString()).isEqualTo(end.toString());
        assertThat(card.get("expiresAt").asString()).isEqualTo(end.toString());
        assertThat(SharingUnderTest.body(longer.expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT))
                        .toString())
                .contains("/expiresAt", "must be no later than the end of your own rights");
        longerCard.expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        sharing.ask(carerForAda, summaryLink("expiresAt", end.toString()))
                .expectStatus()
                .isEqualTo(HttpStatus.ACCEPTED);
    }

    @Test
    void shouldGiveNothingOutOnceThePeriodOfTheRepresentativeIsOver() {
        // given
        Instant end = Instant.now().plusSeconds(10).truncatedTo(ChronoUnit.SECONDS);
        endCarer();
        representedUntil(end);
        Codes codes = new Codes(carerForAda);

        // when
        sharing.awaitStatus(ada, codes.link, "EXPIRED");

        // then
        codes.requireClosed();
    }

    @Test
    void shouldEndWithATakeoverUnlessTheMakerIsKept() {
        // given
        SignedIn kim = api.newPatient();
        SignedIn child = representatives.child(ada);
        String keptId = representatives.represented(ada, child, carer, ALL);
        Codes ofParent = new Codes(as(ada, child));
        Codes ofKept = new Codes(as(carer, child));
        Map<?, ?> invitation = representatives.invited(ada, child, "SELF");

        // when
        calls.post(
                        kim,
                        "/api/me/representations",
                        Map.of("invitation", invitation.get("invitation"), "keepRepresentatives", List.of(keptId)))
                .expectStatus()
                .isOk();

        // then
        ofParent.requireClosed();
        ofKept.requireOpen();
        SignedIn owner = new SignedIn(
                kim.accountId(), child.patientId(), kim.email(), api.logIn(kim.email(), ApiUnderTest.PASSWORD));
        assertThat(items(owner)).hasSize(4);

        // when
        for (JsonNode item : items(owner)) {
            api.client(owner)
                    .delete()
                    .uri(path(owner) + "/" + item.get("qrCodeId").asString())
                    .exchange()
                    .expectStatus()
                    .isNoContent();
        }

        // then
        ofKept.requireClosed();
    }

    /** Nobody who ends a representative wants to wait until guesses are used up. */
    @Test
    void shouldNotLookAtThePasscodeOfALinkThatIsOver() {
        // given
        String path = sharing.taken(carerForAda, summaryLink("passcode", "123456"));
        HealthLinkReader link = sharing.link(ada, path);
        endCarer();

        // when
        sharing.open(link, by("Dr. Who", "passcode", "654321")).expectStatus().isNotFound();
        sharing.open(link, by("Dr. Who", "passcode", "123456")).expectStatus().isNotFound();
        sharing.open(link, by("Dr. Who")).expectStatus().isNotFound();

        // then
        assertThat(sharing.seen(ada, path).get("remainingAttempts").asInt()).isEqualTo(QrCodeState.ATTEMPTS);
    }

    @Test
    void shouldTellThePatientOfEveryUseOfALinkThatIsOver() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            Codes codes = new Codes(carerForAda);
            endCarer();

            // when
            codes.requireClosed();

            // then
            recorded.all(
                    3,
                    event -> event.type() == EventType.ACCESS_DENIED
                            && ada.patientId()
                                    .equals(event.payload(AccessDenied.class).getPatientId()));
        }
    }

    private void endCarer() {
        representatives.end(ada, ada, representativeId).expectStatus().isNoContent();
    }

    private void ofAdministrator(String what) {
        calls.post(api.administrator(), "/api/admin/accounts/" + carer.accountId() + "/" + what, Map.of())
                .expectStatus()
                .isNoContent();
    }

    private void representedUntil(Instant end) {
        Map<String, Object> offer = offer("CARER", "SHARE");
        offer.put("expiresAt", end.toString());
        Map<?, ?> invitation = body(calls.post(ada, ConsentUnderTest.path(ada) + "/representatives", offer)
                .expectStatus()
                .isCreated());
        representatives
                .accept(carer, invitation.get("invitation"))
                .expectStatus()
                .isOk();
    }

    private static List<JsonNode> items(SignedIn patient) {
        return List.copyOf(SharingUnderTest.body(api.client(patient)
                        .get()
                        .uri(path(patient))
                        .exchange()
                        .expectStatus()
                        .isOk())
                .get("items")
                .values());
    }

    private static Map<String, Object> card() {
        return Map.of("kind", "PATIENT_ID");
    }

    /** A link and a card that somebody makes for a patient, and a file of the link that a recipient was already given. */
    private final class Codes {
        private final String link;
        private final HealthLinkReader reader;
        private final String file;
        private final String code;

        Codes(SignedIn maker) {
            link = sharing.taken(maker, summaryLink());
            reader = sharing.link(maker, link);
            file = sharing.opened(reader, by("Dr. Who", "embeddedLengthMax", 0))
                    .at("/files/0/location")
                    .asString();
            code = sharing.seen(maker, sharing.taken(maker, card()))
                    .get("payload")
                    .asString();
        }

        void requireOpen() {
            sharing.opened(reader, by("Dr. Who"));
            sharing.file(file).expectStatus().isOk().expectBody();
            connect().expectStatus().isOk();
        }

        void requireClosed() {
            sharing.open(reader, by("Dr. Who")).expectStatus().isNotFound();
            sharing.file(file).expectStatus().isNotFound();
            connect().expectStatus().isNotFound();
        }

        private ResponseSpec connect() {
            return calls.post(doctor.signedIn(), "/api/connections", Map.of("code", code));
        }
    }
}
