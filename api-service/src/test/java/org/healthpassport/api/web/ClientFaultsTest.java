package org.healthpassport.api.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.healthpassport.api.ApiUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** Faults of clients, which anybody can commit as often as they like, and the log, in which only ours belong. */
@Timeout(120)
class ClientFaultsTest {
    private static final int FORMS = 600;
    private static final int RESETS = 50;
    private static final int AT_ONCE = 4;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final String token = api.newPatient().accessToken();

    @Test
    void shouldLogNothingAboutMalformedForms() throws Exception {
        String unknown = IntStream.range(0, 20)
                .mapToObj(number -> "--b\r\nContent-Disposition: form-data; name=\"x" + number + "\"\r\n\r\ny\r\n")
                .collect(Collectors.joining("", "", "--b--\r\n"));
        List<String> forms = List.of(
                unknown,
                unknown.substring(0, 700),
                "--b\r\n" + "X".repeat(20_000),
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n%PDF-1.4 and then nothing",
                "no form at all");

        shouldLogNothing(FORMS, number -> {
            String form = forms.get(number % forms.size());
            RawExchange answer = RawExchange.send(
                    api.port(), head("POST", "/api/patient/upload-document", "b", form.length()) + form);
            assertThat(answer.status()).isBetween(400, 422);
        });
    }

    @Test
    void shouldLogNothingAboutUploadsThatAreReset() throws Exception {
        String begun = "--b\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nLAB_REPORT\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n%PDF-1.4 ";

        shouldLogNothing(RESETS, number -> {
            try (Socket socket = connected()) {
                String more = begun + "x".repeat(number * 997);
                socket.getOutputStream()
                        .write((head("POST", "/api/patient/upload-document", "b", 1_000_000) + more)
                                .getBytes(US_ASCII));
                socket.getOutputStream().flush();
                socket.setSoLinger(true, 0);
            }
        });
    }

    @Test
    void shouldLogNothingAboutAnswersThatAreReset() throws Exception {
        shouldLogNothing(RESETS, number -> {
            try (Socket socket = connected()) {
                String request = "GET /v3/api-docs HTTP/1.1\r\nHost: localhost\r\n\r\n";
                socket.getOutputStream().write(request.repeat(8).getBytes(US_ASCII));
                socket.getOutputStream().flush();
                // The first byte of an answer: the others are being written.
                socket.getInputStream().read();
                socket.setSoLinger(true, 0);
            }
        });
    }

    @Test
    void shouldStillLogFailuresOfOurs() {
        // given
        int before = api.logged().length();

        // when
        Operators.onErrorDropped(new IllegalStateException(), Context.empty());

        // then
        assertThat(api.logged().substring(before))
                .contains("ERROR org.healthpassport.edge.failure.FailureLog", "java.lang.IllegalStateException");
    }

    private void shouldLogNothing(int times, Fault fault) throws Exception {
        // given
        int before = api.logged().length();
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);

        try {
            // when
            List<Future<Object>> faults = new ArrayList<>();
            for (int number = 0; number < times; number++) {
                int which = number;
                faults.add(clients.submit((Callable<Object>) () -> {
                    fault.commit(which);
                    return which;
                }));
            }
            for (Future<Object> done : faults) {
                done.get();
            }
        } finally {
            clients.shutdownNow();
        }

        // then
        Awaitility.await()
                .during(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(
                                Stream.of(api.logged().substring(before).split("\n"))
                                        .filter(line -> !line.isBlank()))
                        .isEmpty());
    }

    private String head(String method, String path, String boundary, int length) {
        return method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + token
                + "\r\nContent-Type: multipart/form-data; boundary=" + boundary + "\r\nContent-Length: " + length
                + "\r\n\r\n";
    }

    private static Socket connected() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), api.port());
    }

    private interface Fault {
        void commit(int number) throws IOException;
    }
}
