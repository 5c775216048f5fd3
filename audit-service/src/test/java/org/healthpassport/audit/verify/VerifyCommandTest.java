package org.healthpassport.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.audit.SampleEntries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerifyCommandTest {
    private static final int SIZE = 1000;

    @TempDir
    Path temporary;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private SampleLog log;
    private HttpServer server;
    private String url;

    @BeforeEach
    void shouldPublishLog() throws IOException {
        log = SampleLog.of(SIZE, temporary.resolve("log"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/audit-log";
    }

    @AfterEach
    void shouldStop() {
        server.stop(0);
    }

    @Test
    void shouldApproveGoodLogAndReportProgress() throws IOException {
        // given
        Path old = Files.write(temporary.resolve("old"), log.sign().bytes());
        log.grow(66_000);

        // when
        int code = run("verify", "--log", log.folder.toString(), "--vkey", log.vkey(), "--since", old.toString());

        // then
        assertThat(code).isEqualTo(VerifyCommand.GOOD);
        assertThat(out.toString(UTF_8))
                .startsWith("GOOD: log.example/audit, size 66000, root ")
                .contains("GOOD: begins with the 1000 entries of the older checkpoint");
        assertThat(err.toString(UTF_8)).isEqualTo("65536 entries checked" + System.lineSeparator());
    }

    @Test
    void shouldSayWhatIsWrongAndWhere() throws IOException {
        // given
        log.write("tile/0/001", new byte[8192]);

        // when
        int code = run("--log", log.folder.toString(), "--vkey", log.vkey());

        // then
        assertThat(code).isEqualTo(VerifyCommand.BAD);
        assertThat(out.toString(UTF_8))
                .startsWith("tile/entries/001: entry 256 does not have the hash in tile/0/001 (and 255 more)")
                .contains("BAD: log.example/audit, size 1000");
    }

    @Test
    void shouldWriteTheEventsOfAGoodLogOnly() throws IOException {
        // given
        log.append(List.of(SampleEntries.inStream("some-aggregate", 7).toEntry()));
        log.publish();
        Path events = temporary.resolve("events.jsonl");

        // when
        int code = run("--log", log.folder.toString(), "--vkey", log.vkey(), "--events-to", events.toString());

        // then
        assertThat(code).isEqualTo(VerifyCommand.GOOD);
        assertThat(Files.readAllLines(events))
                .singleElement()
                .asString()
                .matches(
                        "\\{\"eventId\":\"[^\"]+\",\"type\":\"org[^\"]+\",\"aggregate\":\"some-aggregate\",\"sequence\":7,"
                                + "\"time\":\"20[^\"]+Z\"}");

        // and given
        Files.delete(events);
        log.write("tile/0/001", new byte[8192]);

        // when, then
        assertThat(run("--log", log.folder.toString(), "--vkey", log.vkey(), "--events-to", events.toString()))
                .isEqualTo(VerifyCommand.BAD);
        assertThat(temporary).isDirectoryNotContaining("glob:**events*");
        assertThat(run("--log", log.folder.toString(), "--vkey", log.vkey(), "--events-to", "no/such/folder/file"))
                .isEqualTo(VerifyCommand.UNKNOWN);
        assertThat(err.toString(UTF_8)).contains("no/such/folder/file");
    }

    @Test
    void shouldCheckLogOnTheWebWithToken() throws IOException {
        // given
        serve(exchange -> {
            String path = exchange.getRequestURI().getPath().substring("/audit-log/".length());
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            Path file = log.folder.resolve(path);
            if (path.contains("entries") && !"Bearer secret".equals(token)) {
                exchange.sendResponseHeaders(401, -1);
            } else if (Files.exists(file)) {
                byte[] bytes = Files.readAllBytes(file);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        });
        Path token = Files.writeString(temporary.resolve("token"), "secret\n");

        // when, then
        assertThat(run("--log", url, "--vkey", log.vkey(), "--token-file", token.toString()))
                .isEqualTo(VerifyCommand.GOOD);
        assertThat(run("--log", url + "/", "--vkey", log.vkey())).isEqualTo(VerifyCommand.UNKNOWN);
        assertThat(err.toString(UTF_8))
                .contains("the server answered 401", "--token-file")
                .doesNotContain("Exception");
        Files.delete(log.folder.resolve("tile/entries/002"));
        assertThat(run("--log", url, "--vkey", log.vkey(), "--token-file", token.toString()))
                .isEqualTo(VerifyCommand.BAD);
        assertThat(out.toString(UTF_8)).contains("tile/entries/002: is missing");
    }

    @Test
    void shouldReadNoEndlessAnswer() {
        // given: a server that never stops, so that only the reader's bound ends the exchange
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(new byte[8192]);
            }
        });

        // when, then
        assertThat(run("--log", url, "--vkey", log.vkey())).isEqualTo(VerifyCommand.BAD);
        assertThat(out.toString(UTF_8)).contains("checkpoint: Expected a note of at most 65536 bytes");
    }

    @Test
    void shouldFollowNoRedirect() {
        // given
        serve(exchange -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
            exchange.sendResponseHeaders(302, -1);
        });

        // when, then
        assertThat(run("--log", url, "--vkey", log.vkey())).isEqualTo(VerifyCommand.UNKNOWN);
        assertThat(err.toString(UTF_8)).contains("the server answered 302");
    }

    @Test
    void shouldNameTheFileThatIsNotThere() {
        // given
        String nowhere = temporary.resolve("nowhere").toString();

        // then
        assertThat(run("--log", log.folder.toString(), "--vkey", log.vkey(), "--since", nowhere))
                .isEqualTo(VerifyCommand.UNKNOWN);
        assertThat(err.toString(UTF_8)).startsWith("Could not be checked: there is no file " + nowhere);
    }

    @Test
    void shouldShowItsOptions() {
        assertThat(run("verify", "--help")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("Usage: ").contains("--token-file");
    }

    @Test
    void shouldSayWhenNobodyAnswers() {
        server.stop(0);
        assertThat(run("--log", url, "--vkey", log.vkey())).isEqualTo(VerifyCommand.UNKNOWN);
        assertThat(err.toString(UTF_8)).startsWith("Could not be checked: ");
    }

    @Test
    void shouldSendTokenToNobodyInClear() throws IOException {
        // given
        Path token = Files.writeString(temporary.resolve("token"), "secret");

        // when
        int code = run("--log", "http://log.example/", "--vkey", log.vkey(), "--token-file", token.toString());

        // then
        assertThat(code).isEqualTo(VerifyCommand.UNKNOWN);
        assertThat(err.toString(UTF_8)).startsWith("Expected an https address").doesNotContain("secret");
    }

    @ParameterizedTest
    @MethodSource
    void shouldExplainItself(String arguments) {
        assertThat(run(arguments
                        .replace("FOLDER", log.folder.toString())
                        .replace("VKEY", log.vkey())
                        .split(" ")))
                .isEqualTo(VerifyCommand.UNKNOWN);
        assertThat(err.toString(UTF_8)).startsWith("Expected ").contains("Usage: verify --log");
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    static Stream<String> shouldExplainItself() {
        return Stream.of(
                "",
                "verify",
                "--log FOLDER",
                "--vkey VKEY",
                "--log FOLDER --vkey",
                "--log FOLDER --vkey VKEY --log FOLDER",
                "--log FOLDER --vkey VKEY --other 1",
                "--log FOLDER/nowhere --vkey VKEY",
                "--log https: --vkey VKEY",
                "--log http://127.0.0.1/?a=b --vkey VKEY",
                "--log FOLDER --vkey VKEY0",
                "--log FOLDER --vkey VKEY --since FOLDER/tile/0/000");
    }

    private int run(String... arguments) {
        return new VerifyCommand(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)).run(arguments);
    }

    private void serve(Handler handler) {
        server.createContext("/audit-log/", exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }
}
