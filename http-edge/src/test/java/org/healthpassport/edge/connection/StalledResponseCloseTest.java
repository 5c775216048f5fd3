package org.healthpassport.edge.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class StalledResponseCloseTest {
    private static final Duration GOES_ON_WITHIN = Duration.ofMillis(300);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final DisposableServer server = ConnectionConfiguration.closingStalled(GOES_ON_WITHIN)
            .apply(HttpServer.create().host("127.0.0.1").port(0))
            .route(routes -> routes.get(
                            "/endless",
                            (request, response) ->
                                    response.sendByteArray(Flux.<byte[]>generate(sink -> sink.next(new byte[64 * 1024]))
                                            .doFinally(end -> ended.countDown())))
                    .get(
                            "/pausing",
                            (request, response) -> response.sendString(
                                    Flux.just("first", "last").delayElements(GOES_ON_WITHIN.multipliedBy(4)))))
            .bindNow();

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    @Test
    void shouldCloseWhereNothingIsRead() throws Exception {
        try (Socket socket = asking("/endless")) {
            assertThat(socket.isConnected()).isTrue();
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldLeaveSlowReadersAlone() throws Exception {
        try (Socket socket = asking("/endless")) {
            // when
            InputStream response = socket.getInputStream();
            for (int i = 0; i < 15; i++) {
                response.readNBytes(1 << 20);
                assertThat(ended.await(100, TimeUnit.MILLISECONDS)).isFalse();
            }
        }
    }

    @Test
    void shouldLeaveResponsesAloneThatHaveNothingToSayForAWhile() throws Exception {
        try (Socket socket = asking("/pausing")) {
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("first", "last");
        }
    }

    private Socket asking(String path) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
