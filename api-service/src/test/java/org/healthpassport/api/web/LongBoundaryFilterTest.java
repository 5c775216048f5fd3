package org.healthpassport.api.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongBoundaryFilterTest {
    private static final String READING = "/v1/read-qr-code/";
    private static final String LONGEST = "b".repeat(70);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @ParameterizedTest
    @ValueSource(strings = {"%s", "\"%s\""})
    void shouldTakeFormWithLongestBoundary(String quoted) throws IOException {
        String form =
                "--" + LONGEST + "\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n--" + LONGEST + "--\r\n";
        assertThat(answer(READING, "multipart/form-data; boundary=" + quoted.formatted(LONGEST), form.length(), form))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=%s",
                "multipart/form-data; boundary=\"%s\"",
                "Multipart/Form-Data; charset=UTF-8; BOUNDARY=%s",
                "multipart/mixed; boundary=%s"
            })
    void shouldRefuseLongerOneBeforeAnythingIsRead(String contentType) throws IOException {
        refuses(READING, contentType.formatted(LONGEST + 'b'));
    }

    @Test
    void shouldRefuseItForUploadsToo() throws IOException {
        SignedIn patient = api.newPatient();
        refuses(
                "/api/patients/" + patient.patientId() + "/documents",
                "multipart/form-data; boundary=" + LONGEST + "b\r\nAuthorization: Bearer " + patient.accessToken());
    }

    private static void refuses(String path, String contentType) throws IOException {
        assertThat(answer(path, contentType, 1_000, ""))
                .startsWith("HTTP/1.1 400 ")
                .contains("urn:healthpassport:problem:malformed-request")
                .contains("The boundary of the form is longer than 70 characters.");
    }

    /** Status, headers and body. */
    private static String answer(String path, String contentType, int length, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                                    + length + "\r\nContent-Type: " + contentType + "\r\n\r\n" + body)
                            .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
