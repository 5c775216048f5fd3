package org.healthpassport.objects.firebase;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A server for tests that others wrote (github.com/fsouza/fake-gcs-server), with its objects in memory. */
final class FakeGcsServer implements AutoCloseable {
    private final Process process;
    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();

    private FakeGcsServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** The program, where there is one on the path. */
    static Optional<Path> program() {
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "fake-gcs-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static FakeGcsServer start(Path program, Path folder) throws IOException {
        int port = freePort();
        String url = "http://127.0.0.1:" + port;
        Process process = new ProcessBuilder(
                        program.toString(),
                        "-scheme",
                        "http",
                        "-host",
                        "127.0.0.1",
                        "-port",
                        Integer.toString(port),
                        "-backend",
                        "memory",
                        "-external-url",
                        url,
                        "-public-host",
                        "127.0.0.1:" + port)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("fake-gcs-server.log").toFile())
                .start();
        FakeGcsServer server = new FakeGcsServer(process, url);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> server.http
                                .send(
                                        HttpRequest.newBuilder(URI.create(url + "/storage/v1/b"))
                                                .build(),
                                        BodyHandlers.discarding())
                                .statusCode()
                        == 200);
        return server;
    }

    String url() {
        return url;
    }

    void createBucket(String name) throws IOException, InterruptedException {
        int status = http.send(
                        HttpRequest.newBuilder(URI.create(url + "/storage/v1/b?project=test"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"name\":\"%s\"}".formatted(name)))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        if (status != 200) {
            throw new IOException("Expected a new bucket, but fake-gcs-server answered %d.".formatted(status));
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
