package org.healthpassport.api.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.consent.ConsentUnderTest.body;
import static org.healthpassport.api.consent.ConsentUnderTest.path;
import static org.healthpassport.api.consent.ConsentUnderTest.toDoctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
    /** The right is asked about every second. */
    private static final Duration ASKED_AGAIN = Duration.ofMillis(2_500);

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
        try (SlowDownload download = new SlowDownload(document + "/content", doctor.signedIn())) {
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
        try (SlowDownload download = new SlowDownload(document + "/content", doctor.signedIn());
                SlowDownload ofPatient = new SlowDownload(document + "/content", patient)) {

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
        try (SlowDownload download = new SlowDownload(url.replace(ApiUnderTest.PUBLIC_URL, ""), null)) {

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
        try (SlowDownload download = new SlowDownload(document + "/content", patient)) {
            // when
            calls.post(api.administrator(), "/api/admin/accounts/" + patient.accountId() + "/suspension", Map.of())
                    .expectStatus()
                    .isNoContent();
            download.pause();

            // then
            assertThat(download.rest()).isLessThan(SIZE);
        }
    }

    /** A client that takes the head of an answer, and the body only when it is told to. */
    private static final class SlowDownload implements AutoCloseable {
        private final Socket socket = new Socket();
        private final InputStream in;

        SlowDownload(String path, SignedIn who) throws IOException {
            // Before the connection, so that little waits between the service and this client.
            socket.setReceiveBufferSize(16 * 1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.port()));
            socket.setSoTimeout(30_000);
            in = socket.getInputStream();
            String token = who == null ? "" : "Authorization: Bearer " + who.accessToken() + "\r\n";
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + token + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            assertThat(head).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: " + SIZE);
        }

        /** Takes nothing for so long that the service asks again. */
        void pause() {
            await().pollDelay(ASKED_AGAIN).until(() -> true);
        }

        /** The number of bytes that still come. */
        long rest() throws IOException {
            long count = 0;
            byte[] buffer = new byte[16 * 1024];
            try {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    count += read;
                }
            } catch (SocketException reset) {
                // Broken off, which a client sees as well.
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
