package org.healthpassport.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.vault.durable.FileUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;

class StalledBodyTest {
    private static final int PATIENCE_MS = 30_000;
    /** Four at the same time, and the queue before them. */
    private static final int SLOTS = 4 + 32;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void shouldCloseConnectionWhoseBodyStalls() throws IOException {
        // given
        try (Socket socket = connect()) {
            // when
            send(
                    socket,
                    "POST /api/auth/login HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 100\r\n\r\n{\"email\":");

            // then
            assertThat(isClosedByServer(socket)).isTrue();
        }
        assertThat(api.logged()).doesNotContain("failed: io.netty.handler.timeout");
    }

    @Test
    void shouldFreeSlotsOfUploadsThatStallAndLeaveNothingStaged() throws IOException {
        // given
        SignedIn patient = api.newPatient();
        long stagedBefore = staged();
        List<Socket> stalled = new ArrayList<>();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                // More and more, as on a busy machine the first are closed before the last have begun.
                for (int i = 0; i < SLOTS; i++) {
                    Socket socket = connect();
                    stalled.add(socket);
                    send(socket, halfAnUpload(patient));
                }
                return statusOfBrokenUpload(patient) == 429;
            });

            // when
            for (Socket socket : stalled) {
                assertThat(isClosedByServer(socket)).isTrue();
            }
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }

        // then
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(statusOfBrokenUpload(patient)).isEqualTo(400));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(staged()).isEqualTo(stagedBefore));
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static void send(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Any answer that came before. */
    private static boolean isClosedByServer(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static String halfAnUpload(SignedIn patient) {
        return "POST /api/patient/upload-document HTTP/1.1\r\nHost: test\r\n"
                + "Authorization: Bearer " + patient.accessToken() + "\r\n"
                + "Content-Type: multipart/form-data; boundary=edge\r\nContent-Length: 100000\r\n\r\n"
                + "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n"
                + "%PDF-1.7\n" + "x".repeat(20_000);
    }

    private static int statusOfBrokenUpload(SignedIn patient) {
        return api.client(patient)
                .post()
                .uri("/api/patient/upload-document")
                .contentType(MediaType.parseMediaType("multipart/form-data; boundary=edge"))
                .bodyValue("--edge\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nT\r\n--edge--\r\n"
                        .getBytes(StandardCharsets.US_ASCII))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private static long staged() throws IOException {
        String url = api.bean(Environment.class).getRequiredProperty("healthpassport.documents.staging-url");
        Path folder = FileUrl.toPath(URI.create(url), "staging-url");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
