package org.healthpassport.edge.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.healthpassport.edge.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

@Timeout(60)
class ConnectionDeadlinesTest {
    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final int BYTES_PER_SECOND = 256 * 1024;
    private static final ConnectionSettings LIMITS =
            new ConnectionSettings(WITHIN, WITHIN, DataSize.ofBytes(BYTES_PER_SECOND), WITHIN);

    private static final Duration DRIBBLE = Duration.ofMillis(100);
    private static final Duration TOO_LATE = Duration.ofSeconds(15);
    private static final int LARGE = 4 << 20;

    private final ScheduledExecutorService clients = Executors.newScheduledThreadPool(2);
    private final CountDownLatch endlessEnded = new CountDownLatch(1);
    private final DisposableServer server = ConnectionConfiguration.watching(
                    LIMITS, List.of(new UploadRoute("/upload/**")))
            .apply(HttpServer.create().host("127.0.0.1").port(0))
            .handle(new ReactorHttpHandlerAdapter(handler()))
            .bindNow();

    @AfterEach
    void stop() {
        clients.shutdownNow();
        server.disposeNow();
    }

    @Test
    void shouldRefuseHeadThatDribbles() throws IOException {
        try (Socket socket = connect()) {
            // when
            dribble(socket, "GET /read HTTP/1.1\r\nHost: a\r\n", "X-Header: " + "a".repeat(10_000));

            // then
            String answer = everything(socket);
            assertThat(answer)
                    .startsWith("HTTP/1.1 408 ")
                    .containsIgnoringCase("content-type: application/problem+json")
                    .containsIgnoringCase("connection: close")
                    .contains("\"type\":\"urn:healthpassport:problem:request-timeout\"")
                    .endsWith("}");
        }
    }

    @Test
    void shouldRefuseHeadThatDribblesAfterAnotherRequest() throws IOException {
        try (Socket socket = connect()) {
            // when
            dribble(socket, "GET /read HTTP/1.1\r\nHost: a\r\n\r\n", "GET /read HTTP/1.1\r\nX: " + "a".repeat(10_000));

            // then
            assertThat(everything(socket)).startsWith("HTTP/1.1 200 ").contains("HTTP/1.1 408 ");
        }
    }

    @Test
    void shouldLetTheApplicationRefuseBodyThatDribbles() throws IOException {
        try (Socket socket = connect()) {
            // when
            dribble(socket, post("/read", 10_000), "a".repeat(10_000));

            // then
            assertThat(everything(socket)).startsWith("HTTP/1.1 408 ").contains("by the application");
        }
    }

    @Test
    void shouldRefuseChunksThatDribble() throws IOException {
        try (Socket socket = connect()) {
            // when
            dribble(
                    socket,
                    "POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
                    "1\r\na\r\n".repeat(1_000));

            // then
            assertThat(everything(socket)).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void shouldRefuseItselfIfTheApplicationDoesNot() throws IOException {
        try (Socket socket = connect()) {
            // when
            dribble(socket, post("/deaf", 10_000), "a".repeat(10_000));

            // then
            assertThat(everything(socket)).startsWith("HTTP/1.1 408 ").contains("urn:healthpassport:problem:");
        }
    }

    @Test
    void shouldEndConnectionWhoseBodyIsTooSlowAfterItsAnswerHasBegun() throws IOException {
        try (Socket socket = connect()) {
            // when
            dribble(socket, post("/echo", 10_000), "a".repeat(10_000));

            // then
            assertThat(everything(socket)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void shouldRefuseUploadThatIsTooSlow() throws IOException {
        try (Socket socket = connect()) {
            // when
            dribble(socket, post("/upload/a", 10_000), "a".repeat(10_000));

            // then
            assertThat(everything(socket)).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void shouldGiveFastUploadsAllTheTimeTheyNeed() throws IOException {
        try (Socket socket = connect()) {
            // given
            int bursts = 30;
            int burst = BYTES_PER_SECOND / 5;

            // when
            send(socket, post("/upload/a", bursts * burst));
            keepSending(socket, new byte[burst], bursts);

            // then
            long began = System.nanoTime();
            assertThat(status(socket)).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(WITHIN.multipliedBy(2));
        }
    }

    @Test
    void shouldNotCountTheTimeThatWeNeedForTheBody() throws Exception {
        for (String path : List.of("/upload/slowly", "/slowly")) {
            try (Socket socket = connect()) {
                // when
                CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                    send(socket, post(path, LARGE));
                    send(socket, new byte[LARGE]);
                });

                // then
                long began = System.nanoTime();
                assertThat(status(socket)).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(WITHIN.multipliedBy(2));
                sent.get(10, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void shouldCountAnewForEachRequestOfAConnection() throws IOException {
        try (Socket socket = connect()) {
            for (int i = 0; i < 4; i++) {
                // when
                send(socket, post("/read", 2) + "a");
                clients.schedule(() -> send(socket, "b"), WITHIN.toMillis() * 2 / 3, TimeUnit.MILLISECONDS);

                // then
                assertThat(status(socket)).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldAnswerWholeAlthoughTheNextHeadIsIncomplete() throws IOException {
        try (Socket socket = connect()) {
            // when
            dribble(socket, "GET /pausing HTTP/1.1\r\nHost: a\r\n\r\n", "GET /read HTTP/1.1\r\nX: " + "a".repeat(999));

            // then
            assertThat(everything(socket)).startsWith("HTTP/1.1 200 ").contains("first", "last", "HTTP/1.1 408 ");
        }
    }

    @Test
    void shouldEndConnectionWhoseAnswerIsNotRead() throws Exception {
        try (Socket socket = connect()) {
            // when
            send(socket, get("/endless"));

            // then
            assertThat(socket.isConnected()).isTrue();
            assertThat(endlessEnded.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldEndConnectionWhoseAnswerIsReadTooSlowly() throws Exception {
        try (Socket socket = connect()) {
            // when
            send(socket, get("/endless"));
            readEvery(DRIBBLE, socket, BYTES_PER_SECOND / 100);

            // then
            assertThat(endlessEnded.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldLeaveSlowReadersAlone() throws Exception {
        try (Socket socket = connect()) {
            // when
            send(socket, get("/endless"));
            readEvery(DRIBBLE, socket, (int) (BYTES_PER_SECOND * 1.2 / 10));

            // then
            assertThat(endlessEnded.await(4, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void shouldLeaveAnswersAloneThatHaveNothingToSayForAWhile() throws IOException {
        try (Socket socket = connect()) {
            // when
            send(socket, get("/pausing"));

            // then
            Awaitility.await().atMost(TOO_LATE).until(() -> readable(socket).contains("last"));
        }
    }

    private HttpHandler handler() {
        return (request, response) -> {
            String path = request.getPath().value();
            return switch (path) {
                case "/endless" -> endless(response);
                case "/pausing" -> pausing(response);
                case "/deaf" -> read(request).onErrorResume(failure -> Mono.never());
                case "/echo" -> response.writeAndFlushWith(request.getBody().map(Flux::just));
                case "/slowly", "/upload/slowly" -> answered(readSlowly(request), response);
                default -> answered(read(request), response);
            };
        };
    }

    private static Mono<Void> answered(Mono<Void> read, ServerHttpResponse response) {
        return read.<HttpStatusCode>thenReturn(HttpStatus.OK)
                .map(status -> "read")
                .onErrorResume(ProblemException.class, refused -> {
                    response.setRawStatusCode(refused.problem().type().status());
                    return Mono.just("refused by the application");
                })
                .flatMap(text -> {
                    response.getHeaders().setContentLength(text.length());
                    return response.writeWith(Mono.just(buffer(response, text)));
                });
    }

    private static Mono<Void> read(ServerHttpRequest request) {
        return request.getBody().doOnNext(DataBufferUtils::release).then();
    }

    /** As over a disk that is slower than the client. */
    private static Mono<Void> readSlowly(ServerHttpRequest request) {
        return request.getBody()
                .concatMap(
                        buffer -> Mono.delay(Duration.ofMillis(5)).doFinally(end -> DataBufferUtils.release(buffer)), 1)
                .then();
    }

    private Mono<Void> endless(ServerHttpResponse response) {
        Flux<DataBuffer> zeros = Flux.<DataBuffer>generate(
                        sink -> sink.next(response.bufferFactory().wrap(new byte[64 * 1024])))
                .doFinally(end -> endlessEnded.countDown());
        return response.writeWith(zeros);
    }

    private static Mono<Void> pausing(ServerHttpResponse response) {
        return response.writeAndFlushWith(Flux.just("first", "last")
                .delayElements(WITHIN.multipliedBy(3).dividedBy(2))
                .map(text -> Mono.just(buffer(response, text))));
    }

    private static DataBuffer buffer(ServerHttpResponse response, String text) {
        return response.bufferFactory().wrap(text.getBytes(US_ASCII));
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) TOO_LATE.toMillis());
        return socket;
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static String post(String path, int length) {
        return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static void send(Socket socket, String text) {
        send(socket, text.getBytes(US_ASCII));
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException ended) {
            // The server has ended the connection, which the test sees.
        }
    }

    /** Sends the first part at once and the second byte by byte. */
    private void dribble(Socket socket, String first, String slowly) {
        send(socket, first);
        byte[] bytes = slowly.getBytes(US_ASCII);
        IntStream.range(0, bytes.length)
                .limit(TOO_LATE.toMillis() / DRIBBLE.toMillis())
                .forEach(i -> clients.schedule(
                        () -> send(socket, new byte[] {bytes[i]}), i * DRIBBLE.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void keepSending(Socket socket, byte[] burst, int times) {
        for (int i = 0; i < times; i++) {
            clients.schedule(() -> send(socket, burst), i * DRIBBLE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void readEvery(Duration interval, Socket socket, int bytes) {
        clients.scheduleAtFixedRate(
                () -> {
                    try {
                        socket.getInputStream().readNBytes(bytes);
                    } catch (IOException ended) {
                        throw new IllegalStateException(ended);
                    }
                },
                0,
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** All that comes until the server ends the connection. */
    private static String everything(Socket socket) throws IOException {
        StringBuilder came = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                came.append((char) next);
            }
        } catch (SocketTimeoutException stillOpen) {
            throw stillOpen;
        } catch (SocketException reset) {
            // The client went on sending after the end.
        }
        return came.toString();
    }

    private static String readable(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readNBytes(in.available()), US_ASCII);
    }

    private static int status(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        String head = new String(in.readNBytes("HTTP/1.1 200".length()), US_ASCII);
        // The whole answer, as the next one comes behind it.
        @Nullable String rest = null;
        while (rest == null || !(rest.endsWith("read") || rest.endsWith("application"))) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            rest = (rest == null ? "" : rest) + (char) next;
        }
        return Integer.parseInt(head.substring(head.length() - 3));
    }
}
