package org.healthpassport.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientsTest {
    private static final Source REQUESTS = () -> Exchange.of(Request.get("/"));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicLong received = new AtomicLong();
    private final CountDownLatch stalled = new CountDownLatch(1);
    private volatile boolean stalls;
    private HttpServer server;
    private Clients clients;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            received.addAndGet(exchange.getRequestBody().readAllBytes().length);
            if (stalls) {
                awaitQuietly();
            }
            atOnce.decrementAndGet();
            int status = answered.getAndIncrement() == 3 ? 503 : 200;
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        clients =
                new Clients(URI.create("http://localhost:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        stalled.countDown();
        clients.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void shouldSendFromNoMoreClientsThanAsked() throws Exception {
        // when
        Sample sample = clients.closed(3, REQUESTS.atMost(40), Duration.ofSeconds(10));

        // then
        assertThat(sample.requests()).isEqualTo(40);
        assertThat(mostAtOnce).hasValueLessThanOrEqualTo(3);
        assertThat(sample.perSecond()).isPositive();
    }

    @Test
    void shouldCountOtherAnswersAsFailures() throws Exception {
        // when
        Sample sample = clients.closed(1, REQUESTS.atMost(10), Duration.ofSeconds(10));

        // then
        assertThat(sample.requests()).isEqualTo(10);
        assertThat(sample.failures()).isEqualTo(1);
        assertThat(sample.failuresByAnswer()).containsEntry("503 instead of 200: ", 1L);
    }

    @Test
    void shouldMeasureFromTheIntendedStart() throws Exception {
        // given a server that stands still for 300 ms, and only two connections
        stalls = true;
        CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS, threads).execute(() -> {
            stalls = false;
            stalled.countDown();
        });

        // when ten requests were due in the first 100 ms
        Sample sample = clients.open(2, REQUESTS, Schedule.of(100, Duration.ofMillis(100)));

        // then not only the two that were on their way have waited
        assertThat(sample.requests()).isEqualTo(10);
        assertThat(sample.millisAt(50)).isGreaterThan(200);
    }

    @Test
    void shouldSendLargeBodiesWithoutHoldingThem() throws Exception {
        // when
        Answer answer = clients.call(Request.post("/", Body.MULTIPART, Body.upload(5_000_000)));

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(received).hasValue(Body.upload(5_000_000).length()).hasValueGreaterThan(5_000_000);
    }

    @Test
    void shouldCountRequestsWithoutAnswerAsFailures() throws Exception {
        // given
        server.stop(0);

        // when
        Sample sample = clients.closed(1, REQUESTS.atMost(2), Duration.ofSeconds(10));

        // then
        assertThat(sample.failures()).isEqualTo(2);
    }

    private void awaitQuietly() {
        try {
            stalled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
