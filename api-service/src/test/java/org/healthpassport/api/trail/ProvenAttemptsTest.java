package org.healthpassport.api.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.consent.ConsentUnderTest.body;
import static org.healthpassport.api.consent.ConsentUnderTest.path;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;
import static org.healthpassport.api.trail.TrailUnderTest.of;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.representative.RepresentationUnderTest;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.sharing.HealthLinkReader;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** A patient sees who tried a link, a code or an invitation that does not count any more, if our own seal names the patient. */
class ProvenAttemptsTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final TrailUnderTest trail = new TrailUnderTest(api);
    private final ConsentUnderTest calls = new ConsentUnderTest(api);
    private final RepresentationUnderTest representatives = new RepresentationUnderTest(api);
    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private SignedIn ada;
    private SignedIn carer;

    @BeforeEach
    void register() {
        ada = api.newPatient();
        carer = api.newPatient();
    }

    @Test
    void shouldShowTheUseOfADownloadLinkWhoseMakerHasEnded() {
        // given
        String representativeId = representatives.represented(ada, ada, carer, "READ", "SHARE");
        String link = downloadLink(carer, newDocument(), 300);
        representatives.end(ada, ada, representativeId).expectStatus().isNoContent();

        // when
        get(link).expectStatus().isNotFound();

        // then
        assertThat(denied("DOCUMENT").get("actor").isNull()).isTrue();
    }

    @Test
    void shouldShowTheUseOfADownloadLinkOfADeletedDocument() {
        // given
        String documentId = newDocument();
        String link = downloadLink(ada, documentId, 300);
        api.client(ada)
                .delete()
                .uri(path(ada) + "/documents/" + documentId)
                .exchange()
                .expectStatus()
                .isNoContent();

        // when
        get(link).expectStatus().is4xxClientError();

        // then
        denied("DOCUMENT");
    }

    @Test
    void shouldShowTheUseOfADownloadLinkThatIsOver() {
        // given
        String link = downloadLink(ada, newDocument(), 1);

        // when
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> get(link).expectStatus().isNotFound());

        // then
        denied("DOCUMENT");
    }

    /** Whoever has an old link cannot fill the list with it. */
    @Test
    void shouldShowFewOfManyUsesOfADownloadLinkThatIsOver() {
        // given
        String representativeId = representatives.represented(ada, ada, carer, "READ", "SHARE");
        String link = downloadLink(carer, newDocument(), 300);
        representatives.end(ada, ada, representativeId).expectStatus().isNoContent();

        // when
        IntStream.range(0, 45).forEach(i -> get(link).expectStatus().isNotFound());

        // then
        denied("DOCUMENT");
        assertThat(trail.before(ada, ada)).filteredOn(of("DENIED", "DOCUMENT")).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void shouldShowWhoTriedAnInvitationThatWasWithdrawn() {
        // given
        Map<?, ?> invitation = representatives.invited(ada, ada, "CARER", "READ");
        representatives
                .end(ada, ada, invitation.get("representativeId"))
                .expectStatus()
                .isNoContent();

        // when
        representatives
                .accept(carer, invitation.get("invitation"))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);

        // then
        assertThat(denied("REPRESENTATIVE").at("/actor/accountId").asString()).isEqualTo(carer.accountId());
    }

    @Test
    void shouldShowWhoFetchesAFileOfALinkThatIsClosed() {
        // given
        String path = sharing.taken(ada, summaryLink());
        HealthLinkReader link = sharing.link(ada, path);
        String file = sharing.opened(link, by("Dr. Who", "embeddedLengthMax", 0))
                .at("/files/0/location")
                .asString();
        api.client(ada).delete().uri(path).exchange().expectStatus().isNoContent();

        // when
        sharing.file(file).expectStatus().isNotFound();

        // then
        assertThat(denied("QR_CODE").get("recipient").asString()).isEqualTo("Dr. Who");

        // when
        sharing.file(link.url() + "/files/unknown").expectStatus().isNotFound();

        // then
        trail.newest(
                ada,
                ada,
                of("DENIED", "QR_CODE").and(item -> item.get("recipient").isNull()));
    }

    @Test
    void shouldShowWhoTakesALinkForACodeAndACodeForALink() {
        // given
        Members members = new Members(api);
        Member doctor = members.doctor(members.hospital());
        HealthLinkReader link = sharing.newLink(ada, summaryLink());
        String code = sharing.seen(ada, sharing.taken(ada, Map.of("kind", "PATIENT_ID")))
                .get("payload")
                .asString();
        String token = link.url().getPath().substring("/shl/".length());

        // when
        calls.post(doctor.signedIn(), "/api/connections", Map.of("code", token))
                .expectStatus()
                .isNotFound();
        api.client()
                .post()
                .uri("/shl/" + code)
                .bodyValue(by("Dr. Who"))
                .exchange()
                .expectStatus()
                .isNotFound();

        // then
        trail.newest(ada, ada, deniedTo("/actor/accountId", doctor.accountId()));
        trail.newest(ada, ada, deniedTo("/recipient", "Dr. Who"));
    }

    /** Anybody can write anything into an address. */
    @Test
    void shouldShowNothingThatNobodyProves() {
        // given
        String link = downloadLink(ada, newDocument(), 300);
        char last = link.charAt(link.length() - 2);

        // when
        get(link.substring(0, link.length() - 2) + (last == 'A' ? 'B' : 'A') + link.charAt(link.length() - 1))
                .expectStatus()
                .isNotFound();
        representatives.accept(carer, "A".repeat(43)).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        get("/shl/" + "A".repeat(43) + "/files/" + ada.patientId())
                .expectStatus()
                .isNotFound();

        // then
        List<JsonNode> items = trail.before(ada, ada);
        assertThat(items)
                .filteredOn(item -> item.get("action").asString().equals("DENIED"))
                .isEmpty();
    }

    private JsonNode denied(String resourceType) {
        return trail.newest(ada, ada, of("DENIED", resourceType));
    }

    private static Predicate<JsonNode> deniedTo(String pointer, String who) {
        return of("DENIED", "QR_CODE").and(item -> item.at(pointer).asString("").equals(who));
    }

    private String newDocument() {
        return new UploadedDocuments(api).storedPdf(ada, 400);
    }

    private String downloadLink(SignedIn maker, String documentId, int seconds) {
        Map<?, ?> made = body(calls.post(
                        maker,
                        path(ada) + "/documents/" + documentId + "/download-links",
                        Map.of("expiresInSeconds", seconds))
                .expectStatus()
                .isCreated());
        return ((String) made.get("url")).replace(ApiUnderTest.PUBLIC_URL, "");
    }

    private static ResponseSpec get(String path) {
        return api.client().get().uri(path).exchange();
    }
}
