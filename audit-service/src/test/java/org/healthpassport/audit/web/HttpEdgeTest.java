package org.healthpassport.audit.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.healthpassport.audit.AuditUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;

/** The edge that this service shares with others, as its clients see it. */
class HttpEdgeTest {
    private static final String ENTRIES = "/api/audit/entries";
    private static final int RESETS = 20;

    @RegisterExtension
    static final AuditUnderTest AUDIT = new AuditUnderTest();

    @ParameterizedTest
    @ValueSource(strings = {"/audit-log/vkey", "/actuator/health", ENTRIES, "/nothing", "/audit-log/tile/%2F"})
    void shouldTellBrowsersToInsistOnTls(String path) {
        AUDIT.client()
                .get()
                .uri(path)
                .exchange()
                .expectHeader()
                .valueEquals("Strict-Transport-Security", "max-age=31536000")
                .expectBody();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-begins-with-a-hyphen", ".hidden", "_", "with space"})
    void shouldReplaceRequestIdThatIsNotSafe(String id) {
        AUDIT.client()
                .get()
                .uri(ENTRIES)
                .header("X-Request-Id", id)
                .exchange()
                .expectHeader()
                .valueMatches("X-Request-Id", "[0-9a-f]{8}-[0-9a-f-]{27}")
                .expectBody()
                .jsonPath("$.instance")
                .value(instance ->
                        assertThat((String) instance).matches("urn:healthpassport:request:[0-9a-f]{8}-[0-9a-f-]{27}"));
    }

    @Test
    void shouldRefuseLongBoundaryBeforeAnythingElse() {
        AUDIT.client()
                .post()
                .uri(ENTRIES)
                .contentType(MediaType.parseMediaType("multipart/form-data; boundary=" + "b".repeat(71)))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:healthpassport:problem:malformed-request");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /api/%zz, 400",
        "GET /api/audit/entries?x=%, 400",
        "TRACE /api/audit/entries, 405",
        "TRACE /audit-log/vkey, 405",
        "GET /api/audit/entries, 401"
    })
    void shouldRefuseWithAProblem(String line, int status) throws IOException {
        // when
        String answer;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), AUDIT.port())) {
            socket.getOutputStream()
                    .write((line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
            answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }

        // then
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .containsPattern("(?i)content-type: application/problem\\+json")
                .contains("\"instance\":\"urn:healthpassport:request:");
    }

    @Test
    void shouldLogNothingAboutAClientThatResets() throws IOException {
        // given
        Recorded recorded = new Recorded();
        recorded.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(recorded);
        String account = UUID.randomUUID().toString();

        try {
            // when
            for (int i = 0; i < RESETS; i++) {
                requestAndReset(AUDIT.token("AUDITOR", account));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !AUDIT.recorded(account).isEmpty());
            AUDIT.auditor().get().uri(ENTRIES).exchange().expectStatus().isOk().expectBody();

            // then
            assertThat(recorded.events)
                    .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                    .isEmpty();
        } finally {
            root.detachAppender(recorded);
        }
    }

    @Test
    void shouldEndConnectionWhoseRequestDoesNotArrive() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), AUDIT.port())) {
            // given
            socket.setSoTimeout(30_000);

            // when
            socket.getOutputStream().write("GET /audit-log/checkpoint HTTP/1.1\r\nHost: a\r\n".getBytes(US_ASCII));

            // then
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("application/problem+json");
        }
    }

    /** Asks for more than is answered at once, and ends the connection as a client does that was killed. */
    private static void requestAndReset(String token) throws IOException {
        String request = "GET " + ENTRIES + "?limit=200 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), AUDIT.port())) {
            socket.getOutputStream().write(request.repeat(4).getBytes(US_ASCII));
            socket.getOutputStream().flush();
            // The first byte of an answer: the others are being written.
            socket.getInputStream().read();
            socket.setSoLinger(true, 0);
        }
    }

    private static final class Recorded extends AppenderBase<ILoggingEvent> {
        final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    }
}
