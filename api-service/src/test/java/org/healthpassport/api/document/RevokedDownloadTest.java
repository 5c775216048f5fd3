package org.healthpassport.api.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthpassport.api.consent.ConsentUnderTest.body;
import static org.healthpassport.api.consent.ConsentUnderTest.path;
import static org.healthpassport.api.consent.ConsentUnderTest.toDoctor;

import java.io.IOException;
import java.util.Map;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.consent.representative.RepresentationUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A download that runs breaks off when the right ends by which it runs. */
class RevokedDownloadTest {
    /** More than the buffers between the service and a client that does not read: some 1.3 MB. */
    private static final int SIZE = 1_900_000;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final ConsentUnderTest calls = new ConsentUnderTest(api);
    private final Members members = new Members(api);
    private final UploadedDocuments documents = new UploadedDocuments(api);
    private SignedIn patient;
    private String document;

    @BeforeEach
    void upload() {
        patient = api.newPatient();
        document = path(patient) + "/documents/" + documents.storedPdf(patient, SIZE);
    }

    @Test
    void shouldSendTheWholeToASlowClientWhoseRightLasts() throws IOException {
        // given
        Member doctor = members.doctor(members.hospital());
        calls.granted(patient, toDoctor(doctor, "DOCUMENTS_READ"));

        // when
        try (SlowDownload download = new SlowDownload(api, document + "/content", doctor.signedIn())) {
            download.pause();

            // then
            assertThat(download.rest()).isEqualTo(SIZE);
        }
    }

    @Test
    void shouldBreakOffWhenTheConsentIsRevoked() throws IOException {
        // given
        Member doctor = members.doctor(members.hospital());
        String consentId = calls.granted(patient, toDoctor(doctor, "DOCUMENTS_READ"));
        try (SlowDownload download = new SlowDownload(api, document + "/content", doctor.signedIn());
                SlowDownload ofPatient = new SlowDownload(api, document + "/content", patient)) {

            // when
            calls.revoke(patient, patient, consentId).expectStatus().isNoContent();
            download.pause();

            // then
            assertThat(download.rest()).isLessThan(SIZE);
            assertThat(ofPatient.rest()).isEqualTo(SIZE);
        }
    }

    @Test
    void shouldBreakOffADownloadByTheLinkOfSomebodyWhoseRightEnds() throws IOException {
        // given
        SignedIn carer = api.newPatient();
        String representativeId =
                new RepresentationUnderTest(api).represented(patient, patient, carer, "READ", "SHARE");
        String url = (String) body(calls.post(carer, document + "/download-links", Map.of())
                        .expectStatus()
                        .isCreated())
                .get("url");
        try (SlowDownload download = new SlowDownload(api, url.replace(ApiUnderTest.PUBLIC_URL, ""), null)) {

            // when
            api.client(patient)
                    .delete()
                    .uri(path(patient) + "/representatives/" + representativeId)
                    .exchange()
                    .expectStatus()
                    .isNoContent();
            download.pause();

            // then
            assertThat(download.rest()).isLessThan(SIZE);
        }
    }

    @Test
    void shouldBreakOffWhenTheAccountIsSuspended() throws IOException {
        try (SlowDownload download = new SlowDownload(api, document + "/content", patient)) {
            // when
            calls.post(api.administrator(), "/api/admin/accounts/" + patient.accountId() + "/suspension", Map.of())
                    .expectStatus()
                    .isNoContent();
            download.pause();

            // then
            assertThat(download.rest()).isLessThan(SIZE);
        }
    }
}
