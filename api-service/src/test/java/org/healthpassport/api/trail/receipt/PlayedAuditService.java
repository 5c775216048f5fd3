package org.healthpassport.api.trail.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.KeySourceException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.healthpassport.edge.token.LogReading;
import org.healthpassport.edge.token.LogReadingVerifier;
import org.healthpassport.edge.token.TokenKeys;

/** Answers every request in the same way, and says what it was asked. The real one is in the tests of standalone. */
final class PlayedAuditService implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Semaphore answers = new Semaphore(1);
    private volatile int status = 200;
    private volatile byte[] body = new byte[0];

    /** @param reading as the token says, which is checked as the real one does */
    record Asked(String method, String uri, LogReading reading, String body) {}

    private PlayedAuditService(HttpServer server) {
        this.server = server;
    }

    /** @param keys of api-service */
    static PlayedAuditService start(TokenKeys keys, String publicUrl, Clock clock) throws IOException {
        LogReadingVerifier verifier = new LogReadingVerifier(keys, publicUrl, clock);
        PlayedAuditService service = new PlayedAuditService(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        service.server.setExecutor(service.threads);
        service.server.createContext("/", exchange -> service.answer(exchange, verifier));
        service.server.start();
        return service;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void answer(int newStatus, String newBody) {
        status = newStatus;
        body = newBody.getBytes(UTF_8);
    }

    /** Lets whoever asks wait until {@link #release}. */
    void hold() {
        answers.acquireUninterruptibly();
    }

    void release() {
        answers.release();
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange, LogReadingVerifier verifier) throws IOException {
        asked.add(new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                reading(exchange, verifier),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        answers.acquireUninterruptibly();
        answers.release();
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static LogReading reading(HttpExchange exchange, LogReadingVerifier verifier) {
        try {
            String token =
                    exchange.getRequestHeaders().getFirst("Authorization").replaceFirst("^Bearer ", "");
            return verifier.verify(token).orElseThrow();
        } catch (KeySourceException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}
