package org.healthpassport.keymanagement;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.crypto.tink.Aead;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthpassport.vault.key.file.KeysetKind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A key management service on this machine, as its vendor describes its API; it can be made to fail. */
abstract class StandIn implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    final AtomicInteger calls = new AtomicInteger();
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Aead> keys = new ConcurrentHashMap<>();
    private volatile @Nullable Reply trouble;
    private volatile Duration delay = Duration.ZERO;
    private volatile Duration clockOffset = Duration.ZERO;

    StandIn() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    record Reply(int status, Object body) {}

    /** One request, with the names of its headers in lower case. */
    record Request(String path, Map<String, String> headers, byte[] body) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    abstract Reply reply(Request request) throws GeneralSecurityException;

    /** Sets the answer to everything. */
    void answer(int status, Object body) {
        trouble = new Reply(status, body);
    }

    void slowBy(Duration time) {
        delay = time;
    }

    /** The clock of the service is right; seen from it, this machine's is off by the opposite. */
    void clockIsAheadBy(Duration time) {
        clockOffset = time;
    }

    Instant now() {
        return Instant.now().plus(clockOffset);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** A key of the service; two names are two keys. */
    Aead key(String name) {
        return keys.computeIfAbsent(name, made -> {
            try {
                return KeysetKind.AEAD.use(KeysetKind.AEAD.generate());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Java's own server would not let the date of an answer be another one than now. */
    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                threads.execute(() -> answer(connection));
            } catch (IOException | RejectedExecutionException closed) {
                return;
            }
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            String[] first = line(in).split(" ");
            Map<String, String> headers = new HashMap<>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String[] header = line.split(":", 2);
                headers.put(header[0].toLowerCase(Locale.ROOT), header[1].strip());
            }
            if (headers.containsKey("expect")) {
                connection.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII));
            }
            byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            calls.incrementAndGet();
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
            Reply failing = trouble;
            Reply reply = failing != null ? failing : reply(new Request(first[1], headers, body));
            byte[] json = JSON.writeValueAsBytes(reply.body());
            String head =
                    "HTTP/1.1 %d Answer\r\nDate: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                            .formatted(
                                    reply.status(),
                                    DateTimeFormatter.RFC_1123_DATE_TIME.format(now().atZone(ZoneOffset.UTC)),
                                    json.length);
            connection.getOutputStream().write(head.getBytes(US_ASCII));
            connection.getOutputStream().write(json);
            connection.getOutputStream().flush();
        } catch (InterruptedException | IOException closed) {
            // The client waits no more, or the test is over.
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String line(DataInputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.write(next);
        }
        return line.toString(US_ASCII).strip();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
