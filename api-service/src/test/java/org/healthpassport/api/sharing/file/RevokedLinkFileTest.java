package org.healthpassport.api.sharing.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.consent.representative.RepresentationUnderTest.as;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.representative.RepresentationUnderTest;
import org.healthpassport.api.document.SlowDownload;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.sharing.HealthLinkReader;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A document of a link that a recipient is fetching breaks off when the link is closed. */
class RevokedLinkFileTest {
    /** More than the buffers between the service and a client that does not read. */
    private static final int SIZE = 1_900_000;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private SignedIn patient;
    private String documentId;

    @BeforeEach
    void upload() {
        patient = api.newPatient();
        documentId = new UploadedDocuments(api).storedPdf(patient, SIZE);
    }

    @Test
    void shouldSendTheWholeToASlowRecipientEvenWhenTheTimeIsOver() throws IOException {
        // given
        String path = shared(patient, "expiresAt", Instant.now().plusSeconds(4).toString());
        try (SlowDownload download = download(path)) {

            // when
            sharing.awaitStatus(patient, path, "EXPIRED");
            download.pause();

            // then
            assertThat(download.rest()).isEqualTo(download.length());
        }
    }

    @Test
    void shouldBreakOffWhenTheLinkIsPausedOrRevoked() throws IOException {
        // given
        String paused = shared(patient);
        String revoked = shared(patient);
        try (SlowDownload ofPaused = download(paused);
                SlowDownload ofRevoked = download(revoked)) {

            // when
            api.client(patient)
                    .post()
                    .uri(paused + "/pause")
                    .exchange()
                    .expectStatus()
                    .isNoContent();
            api.client(patient).delete().uri(revoked).exchange().expectStatus().isNoContent();
            ofPaused.pause();

            // then
            assertThat(ofPaused.rest()).isLessThan(ofPaused.length());
            assertThat(ofRevoked.rest()).isLessThan(ofRevoked.length());
        }
    }

    @Test
    void shouldBreakOffWhenTheRightOfTheMakerEnds() throws IOException {
        // given
        SignedIn carer = api.newPatient();
        RepresentationUnderTest representatives = new RepresentationUnderTest(api);
        String representativeId = representatives.represented(patient, patient, carer, "SHARE");
        try (SlowDownload download = download(shared(as(carer, patient)))) {

            // when
            representatives
                    .end(patient, patient, representativeId)
                    .expectStatus()
                    .isNoContent();
            download.pause();

            // then
            assertThat(download.rest()).isLessThan(download.length());
        }
    }

    private String shared(SignedIn maker, Object... members) {
        Map<String, Object> request = summaryLink(members);
        request.put("content", Map.of("documents", List.of(documentId)));
        return sharing.taken(maker, request);
    }

    private SlowDownload download(String path) throws IOException {
        HealthLinkReader link = sharing.link(patient, path);
        String url = link.decrypt(sharing.opened(link, by("Dr. Who"))
                        .at("/files/0/embedded")
                        .asString())
                .json()
                .at("/content/0/attachment/url")
                .asString();
        return new SlowDownload(api, URI.create(url).getPath(), null);
    }
}
