package org.healthpassport.api.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that anybody can send within the size limits, made to keep the event loops busy. */
@Timeout(90)
class HostileRequestsTest {
    /** At least as many as there are event loops, so that each could be blocked. */
    private static final int AT_ONCE = Math.max(4, Runtime.getRuntime().availableProcessors());

    private static final int TINY_CHUNKS = 40_000;
    private static final int WAITS_FOR_ANSWER_MILLIS = 60_000;
    private static final int OTHERS_WAIT_AT_MOST_MILLIS = 5_000;

    private static final String LONG_BOUNDARY = "b".repeat(7_000);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void shouldAnswerOthersMeanwhile(String name, Hostile request, int status) throws Exception {
        // given
        ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE);
        try {
            // when
            List<Future<Integer>> answers = IntStream.range(0, AT_ONCE)
                    .mapToObj(sender -> senders.submit((Callable<Integer>) request::send))
                    .toList();

            // then
            do {
                assertThat(statusOfAnother()).isEqualTo(200);
            } while (!answers.stream().allMatch(Future::isDone));
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(status);
            }
        } finally {
            senders.shutdownNow();
        }
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                Arguments.of("picture in tiny chunks", form("b", part("file"), TINY_CHUNKS), 200),
                Arguments.of(
                        "field in tiny chunks",
                        form("b", part("outputformat") + "a".repeat(900_000), TINY_CHUNKS),
                        400),
                Arguments.of("long boundary", form(LONG_BOUNDARY, part("file"), TINY_CHUNKS), 400),
                Arguments.of("tiny parts", form("b", "\r\n\r\n\r\n--b".repeat(100_000) + part("file"), 0), 400),
                Arguments.of(
                        "spaces in heads of parts",
                        form("b", ("\r\nX:" + " ".repeat(10_000) + "\r\n\r\n\r\n--b").repeat(100) + part("file"), 0),
                        400),
                Arguments.of(
                        "JSON in tiny chunks",
                        new Hostile("/api/auth/login", "application/json", "{\"email\":\"", TINY_CHUNKS, "\"}"),
                        422),
                Arguments.of(
                        "parameters in tiny chunks",
                        new Hostile(
                                "/v1/create-qr-code/",
                                "application/x-www-form-urlencoded",
                                "data=",
                                TINY_CHUNKS,
                                "&size=100x100"),
                        413));
    }

    private static Hostile form(String boundary, String afterFirstBoundary, int tinyChunks) {
        return new Hostile(
                "/v1/read-qr-code/",
                "multipart/form-data; boundary=" + boundary,
                "--" + boundary + afterFirstBoundary,
                tinyChunks,
                "\r\n--" + boundary + "--\r\n");
    }

    private static String part(String name) {
        return "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"x\"\r\n\r\n";
    }

    /** Uses a connection of its own, and so any event loop. */
    private static int statusOfAnother() throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + api.port() + "/view").toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        connection.setReadTimeout(OTHERS_WAIT_AT_MOST_MILLIS);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private record Hostile(String path, String contentType, String first, int tinyChunks, String last) {

        /** Returns the status. */
        int send() throws IOException {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
                socket.setSoTimeout(WAITS_FOR_ANSWER_MILLIS);
                try {
                    send(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
                } catch (SocketException refused) {
                    // The server closed the connection early; the answer has arrived all the same.
                }
                String line = new String(socket.getInputStream().readNBytes("HTTP/1.1 200".length()), US_ASCII);
                return Integer.parseInt(line.substring(line.length() - 3));
            }
        }

        private void send(OutputStream out) throws IOException {
            out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: "
                            + contentType + "\r\n\r\n")
                    .getBytes(US_ASCII));
            out.write(chunk(first));
            byte[] tiny = chunk("a");
            for (int i = 0; i < tinyChunks; i++) {
                out.write(tiny);
            }
            out.write(chunk(last));
            out.write("0\r\n\r\n".getBytes(US_ASCII));
            out.flush();
        }

        private static byte[] chunk(String text) {
            return (Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(US_ASCII);
        }
    }
}
