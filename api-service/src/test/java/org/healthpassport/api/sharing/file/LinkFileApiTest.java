package org.healthpassport.api.sharing.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.idIn;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.fhir.FhirClient;
import org.healthpassport.api.sharing.HealthLinkReader;
import org.healthpassport.api.sharing.HealthLinkReader.Decrypted;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.edge.limit.SlotClaim;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.LinkOpened;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

class LinkFileApiTest {
    private static final int SIZE = 100_001;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static SignedIn patient;
    private static String documentId;

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private String path;
    private HealthLinkReader link;

    @BeforeAll
    static void upload() {
        patient = api.newPatient();
        documentId = new UploadedDocuments(api).storedPdf(patient, SIZE);
    }

    @BeforeEach
    void share() {
        path = sharing.taken(patient, summaryLink("content", Map.of("documents", List.of(documentId)), "maxUses", 1));
        link = sharing.link(patient, path);
    }

    @Test
    void shouldStreamADocumentThatOthersCanDecrypt() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            JsonNode attachment = attachment();

            // when
            String jwe = fetch(attachment.get("url").asString());

            // then
            assertThat(attachment.get("contentType").asString()).isEqualTo("application/pdf");
            assertThat(attachment.get("size").asInt()).isEqualTo(SIZE);
            assertThat(attachment.get("title").asString()).isEqualTo("report.pdf");
            Decrypted document = link.decrypt(jwe);
            assertThat(document.bytes()).isEqualTo(UploadedDocuments.pdf(SIZE));
            assertThat(document.header())
                    .contains("\"alg\":\"dir\"", "\"enc\":\"A256GCM\"", "\"cty\":\"application/pdf\"");
            Event used = recorded.one(event -> event.type() == EventType.LINK_OPENED
                    && event.payload(LinkOpened.class).getResourceId().equals(documentId));
            assertThat(recorded.detail(used).get("recipient").asString()).isEqualTo("Dr. <Who>");
            assertThat(used.stamp().getActor()).isEqualTo("anonymous");
        }
    }

    @Test
    void shouldSayWhatTheSenderSaidAboutTheStatus() {
        // given
        FhirClient fhir = new FhirClient(api);
        String superseded = fhir.post(
                        patient,
                        "/fhir/DocumentReference",
                        "{\"resourceType\":\"DocumentReference\",\"status\":\"superseded\",\"content\":[{\"attachment\":{"
                                + "\"contentType\":\"text/plain\",\"data\":\"RGVhciBBZGE=\"}}]}")
                .json()
                .path("id")
                .asString();
        new UploadedDocuments(api).store(patient, "/api/patients/" + patient.patientId() + "/documents/" + superseded);
        HealthLinkReader ofBoth = sharing.link(
                patient,
                sharing.taken(patient, summaryLink("content", Map.of("documents", List.of(documentId, superseded)))));

        // when
        JsonNode files = sharing.opened(ofBoth, by("Dr. Who")).path("files");

        // then
        assertThat(files.valueStream()
                        .map(file -> ofBoth.decrypt(file.path("embedded").asString())
                                .json()
                                .path("status")
                                .asString()))
                .containsExactly("current", "superseded");
    }

    @Test
    void shouldNotReadAFileOnlyToSendNothingOfIt() {
        api.client()
                .head()
                .uri(URI.create(attachment().get("url").asString()).getPath())
                .headers(headers -> headers.setBearerAuth(patient.accessToken()))
                .exchange()
                .expectStatus()
                .isEqualTo(405)
                .expectHeader()
                .valueEquals("Allow", "GET");
    }

    @Test
    void shouldNotDecryptWhatWasAltered() {
        // given
        String jwe = fetch(attachment().get("url").asString());
        int middle = jwe.length() / 2;

        // when
        String altered = jwe.substring(0, middle) + (jwe.charAt(middle) == 'A' ? 'B' : 'A') + jwe.substring(middle + 1);

        // then
        assertThatThrownBy(() -> link.decrypt(altered)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotTakeAnAddressThatWasAlteredOrStoodUnderAnotherLink() {
        // given
        String url = attachment().get("url").asString();
        String token = idIn(url);
        HealthLinkReader other = sharing.newLink(patient, summaryLink());

        // then
        sharing.file(url.substring(0, url.length() - 5) + "AAAAA")
                .expectStatus()
                .isNotFound();
        sharing.file(other.url() + "/files/" + token).expectStatus().isNotFound();
        sharing.file(link.url() + "/files/x").expectStatus().isNotFound();
        sharing.file(url).expectStatus().isOk().expectBody();
    }

    @Test
    void shouldGiveNothingOnceRevoked() {
        // given
        String url = attachment().get("url").asString();

        // when
        api.client(patient).delete().uri(path).exchange().expectStatus().isNoContent();

        // then
        sharing.file(url).expectStatus().isNotFound();
    }

    @Test
    void shouldGiveNothingOnceTheLinkHasExpired() {
        // given
        link = sharing.newLink(
                patient,
                summaryLink(
                        "content",
                        Map.of("documents", List.of(documentId)),
                        "expiresAt",
                        Instant.now().plusSeconds(3).toString()));
        String url = attachment().get("url").asString();

        // then
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> sharing.file(url)
                                .expectBody()
                                .returnResult()
                                .getStatus()
                                .value()
                        == 404);
    }

    @Test
    void shouldGiveNoDocumentThatWasDeletedSince() {
        // given
        String deleted = new UploadedDocuments(api).storedPdf(patient, 2_000);
        link = sharing.newLink(patient, summaryLink("content", Map.of("documents", List.of(deleted, documentId))));
        JsonNode manifest = sharing.opened(link, by("Dr. Who"));
        String url = attachment(manifest).get("url").asString();

        // when
        api.client(patient)
                .delete()
                .uri("/api/patients/" + patient.patientId() + "/documents/" + deleted)
                .exchange()
                .expectStatus()
                .isNoContent();

        // then
        assertThat(manifest.get("files")).hasSize(2);
        sharing.file(url).expectStatus().isNotFound();
        assertThat(sharing.opened(link, by("Dr. Who")).get("files")).hasSize(1);
    }

    @Test
    void shouldGiveNothingThatCannotBeRecorded() {
        // given
        String url = attachment().get("url").asString();

        // when
        api.lineToStore().spoilInserts("accessBatches");
        byte[] answer;
        try {
            answer = sharing.file(url)
                    .expectStatus()
                    .isEqualTo(503)
                    .expectBody()
                    .returnResult()
                    .getResponseBody();
        } finally {
            api.lineToStore().mend();
        }

        // then
        assertThat(new String(answer)).contains("urn:healthpassport:problem:unavailable");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> sharing.file(url)
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .is2xxSuccessful());
    }

    @Test
    void shouldCountNoUseOfALinkWhoseFilesCannotBeGatheredNow() {
        // given
        FileEncryption sealing = api.bean(FileEncryption.class);
        List<Disposable> others = IntStream.range(0, 1_100)
                .mapToObj(i -> SlotClaim.ofAddress("other " + i))
                .map(other ->
                        sealing.inTurn(other, Mono.never()).onErrorComplete().subscribe())
                .toList();

        // when
        ResponseSpec answer = sharing.open(link, by("Dr. Who"));

        // then
        others.forEach(Disposable::dispose);
        answer.expectStatus().isEqualTo(503).expectHeader().exists("Retry-After");
        assertThat(sharing.seen(patient, path).get("uses").asInt()).isZero();
        sharing.opened(link, by("Dr. Who"));
    }

    private JsonNode attachment() {
        return attachment(sharing.opened(link, by("Dr. <Who>")));
    }

    private JsonNode attachment(JsonNode manifest) {
        return link.decrypt(manifest.at("/files/0/embedded").asString()).json().at("/content/0/attachment");
    }

    private String fetch(String url) {
        return sharing.file(url)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Content-Type", "application/jose")
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }
}
