package org.healthpassport.api.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.Instance;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.document.Pdf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that hold their connections for as long as they can, each kind in a different way. */
@Timeout(120)
class SlowConnectionsTest {
    private static final int OF_EACH_KIND = 50;
    private static final int UPLOADS_PER_PATIENT = 4;
    private static final Duration DRIBBLE = Duration.ofMillis(250);

    private static final Map<String, String> SHORT_LIMITS = Map.of(
            "server.netty.idle-timeout", "10s",
            "healthpassport.connection.head-within", "2s",
            "healthpassport.connection.body-within", "4s",
            "healthpassport.connection.averaged-over", "4s",
            "healthpassport.connection.slowest-transfer", "64KB");

    /** The longest limit, the slice of a window, the time to answer and to linger; the rest is for a busy machine. */
    private static final Duration ENDED_AFTER = Duration.ofSeconds(20);

    private static final Duration NORMAL = Duration.ofSeconds(1);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final HttpClient others = HttpClient.newHttpClient();

    @Test
    void shouldServeOthersWhileThreeHundredConnectionsDribbleAndEndThemAll() throws Exception {
        // given
        SignedIn owner = api.newPatient();
        long stagedBefore;
        List<SignedIn> uploaders = Stream.generate(api::newPatient)
                .limit(OF_EACH_KIND / UPLOADS_PER_PATIENT)
                .toList();
        ScheduledExecutorService dribbling = Executors.newSingleThreadScheduledExecutor();
        List<SlowClient> clients = new ArrayList<>();
        try (Instance service = api.anotherInstance(SHORT_LIMITS)) {
            String content = upload(service, owner) + "/content";
            stagedBefore = staged();
            List<Duration> alone = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                alone.add(roundOf(service, owner));
            }

            // when
            for (int i = 0; i < OF_EACH_KIND; i++) {
                clients.add(new SlowClient(service, "GET /view HTTP/1.1\r\nHost: a\r\nX-Slow: "));
                clients.add(new SlowClient(service, post("/api/auth/login", "application/json", "{\"email\":\"")));
                clients.add(new SlowClient(
                        service, post("/v1/create-qr-code/", "application/x-www-form-urlencoded", "data=")));
                clients.add(new SlowClient(service, post("/v1/read-qr-code/", Multipart.TYPE, Multipart.BEGINNING)));
                clients.add(new SlowClient(service, slowUpload(uploaders.get(i % uploaders.size()))));
                clients.add(new SlowClient(service, download(content, owner)));
            }
            assertThat(clients).hasSize(300);
            dribbling.scheduleWithFixedDelay(
                    () -> clients.forEach(SlowClient::sendOneByte), 0, DRIBBLE.toMillis(), TimeUnit.MILLISECONDS);

            // then
            List<Duration> meanwhile = new ArrayList<>();
            Awaitility.await()
                    .atMost(ENDED_AFTER)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> {
                        meanwhile.add(roundOf(service, owner));
                        return clients.stream().allMatch(SlowClient::hasEnded);
                    });
            assertThat(median(meanwhile)).isLessThan(NORMAL.plus(median(alone)));
            assertThat(kind(clients, 0)).allMatch(answer -> answer.startsWith("HTTP/1.1 408 "));
            for (int kind = 1; kind <= 3; kind++) {
                assertThat(kind(clients, kind))
                        .allMatch(answer -> answer.startsWith("HTTP/1.1 408 ")
                                && answer.contains("urn:healthpassport:problem:request-timeout")
                                && answer.contains("urn:healthpassport:request:"));
            }
            assertThat(kind(clients, 4)).allMatch(answer -> answer.matches("(?s)HTTP/1.1 (408|429) .*"));
            Awaitility.await().untilAsserted(() -> assertThat(staged()).isEqualTo(stagedBefore));
        } finally {
            dribbling.shutdownNow();
            clients.forEach(SlowClient::close);
        }
    }

    @Test
    void shouldEndIdleConnectionThatNeverSendsARequest() throws IOException {
        try (SocketChannel silent =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.port()))) {
            // when, then
            silent.socket().setSoTimeout((int) ENDED_AFTER.toMillis());
            assertThat(silent.socket().getInputStream().read()).isEqualTo(-1);
        }
    }

    private static List<String> kind(List<SlowClient> clients, int kind) {
        List<String> answers = new ArrayList<>();
        for (int i = kind; i < clients.size(); i += 6) {
            answers.add(clients.get(i).answer.toString());
        }
        return answers;
    }

    /** A page, a read that leaves its trace, and a form of a login. */
    private Duration roundOf(Instance service, SignedIn patient) throws Exception {
        long began = System.nanoTime();
        assertThat(ask(request(service, "/view")).statusCode()).isEqualTo(200);
        assertThat(ask(request(service, "/api/patients/" + patient.patientId() + "/documents")
                                .header("Authorization", "Bearer " + patient.accessToken()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(ask(request(service, "/api/auth/login")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"email\":\"a\",\"password\":\"\"}")))
                        .statusCode())
                .isIn(401, 422);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) throws Exception {
        return others.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(Instance service, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    /** Uploads a document that no buffer of a connection holds. */
    private String upload(Instance service, SignedIn owner) throws Exception {
        byte[] document = Pdf.ofSize(ApiUnderTest.MAX_DOCUMENT_BYTES - 4_096);
        byte[] head = Multipart.BEGINNING.getBytes(US_ASCII);
        byte[] tail = "\r\n--edge--\r\n".getBytes(US_ASCII);
        byte[] form = Arrays.copyOf(head, head.length + document.length + tail.length);
        System.arraycopy(document, 0, form, head.length, document.length);
        System.arraycopy(tail, 0, form, head.length + document.length, tail.length);
        HttpResponse<String> uploaded = ask(request(service, "/api/patient/upload-document")
                .header("Authorization", "Bearer " + owner.accessToken())
                .header("Content-Type", Multipart.TYPE)
                .POST(BodyPublishers.ofByteArray(form)));
        assertThat(uploaded.statusCode()).isEqualTo(202);
        return URI.create(uploaded.headers().firstValue("Location").orElseThrow())
                .getPath();
    }

    private static String post(String path, String type, String beginning) {
        return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + type + "\r\nContent-Length: 50000\r\n\r\n"
                + beginning;
    }

    private static String slowUpload(SignedIn patient) {
        return post(
                "/api/patients/" + patient.patientId() + "/documents",
                Multipart.TYPE + "\r\nAuthorization: Bearer " + patient.accessToken(),
                Multipart.BEGINNING + "%PDF-1.7\n" + "x".repeat(20_000));
    }

    private static String download(String path, SignedIn owner) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + owner.accessToken() + "\r\n\r\n";
    }

    private static long staged() throws IOException {
        try (Stream<Path> files = Files.walk(api.folder().resolve("staged"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static final class Multipart {
        static final String TYPE = "multipart/form-data; boundary=edge";
        static final String BEGINNING = "--edge\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nOTHER\r\n"
                + "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n";
    }

    /** Sends a byte now and then. Those that asked for a document do not read it. */
    private static final class SlowClient {
        private final SocketChannel channel;
        private final boolean reads;
        private final StringBuffer answer = new StringBuffer();
        private volatile boolean ended;

        SlowClient(Instance service, String beginning) throws IOException {
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port()));
            channel.write(ByteBuffer.wrap(beginning.getBytes(US_ASCII)));
            channel.configureBlocking(false);
            reads = !beginning.contains("/content HTTP/1.1");
        }

        /** A server that has gone resets the connection as soon as something comes. */
        void sendOneByte() {
            if (ended) {
                return;
            }
            try {
                if (reads) {
                    ByteBuffer bytes = ByteBuffer.allocate(4_096);
                    int came = channel.read(bytes);
                    ended = came < 0;
                    answer.append(new String(bytes.array(), 0, Math.max(0, came), US_ASCII));
                }
                channel.write(ByteBuffer.wrap(new byte[] {'a'}));
            } catch (IOException reset) {
                ended = true;
            }
        }

        boolean hasEnded() {
            return ended;
        }

        void close() {
            try {
                channel.close();
            } catch (IOException alreadyClosed) {
                // As it should be.
            }
        }
    }
}
