package org.healthpassport.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.healthpassport.standalone.network.Port;
import org.jspecify.annotations.Nullable;

/**
 * Health Passport in its own JVM, for tests that stop, kill and restart it. All starts use the same data folder and ports.
 */
final class StandaloneProcess implements AutoCloseable {
    /** The longest start; a busy machine takes 17 to 39 s. */
    private static final Duration LONGEST_START = Duration.ofSeconds(120);

    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Supplier<List<String>> command;
    private final Map<String, String> environment;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private List<String> launcher = List.of();
    private @Nullable Process process;

    private StandaloneProcess(Supplier<List<String>> command, Map<String, String> environment) {
        this.command = command;
        this.environment = environment;
    }

    /** A process on free ports, not started yet. */
    static StandaloneProcess on(Path dataFolder) {
        return on(dataFolder, Map.of());
    }

    /** @param settings more environment variables; they override data folder and free ports */
    static StandaloneProcess on(Path dataFolder, Map<String, String> settings) {
        return new StandaloneProcess(ChildJvm::command, environment(dataFolder, settings));
    }

    /** A process that this command has started already. */
    static StandaloneProcess running(List<String> command, Path dataFolder) {
        return new StandaloneProcess(() -> command, environment(dataFolder, Map.of())).start();
    }

    private static Map<String, String> environment(Path dataFolder, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(Map.of("HEALTHPASSPORT_DATA_DIR", dataFolder.toString()));
        int[] free = freePorts(Port.values().length);
        for (Port port : Port.values()) {
            environment.put(port.setting(), Integer.toString(free[port.ordinal()]));
        }
        environment.putAll(settings);
        return environment;
    }

    /**
     * Limits the size of its files from the next start on. A larger write fails like a write to a full disk, and this needs
     * no privileges. Skips the test if there is no shell with such a limit.
     */
    StandaloneProcess withLargestFile(int kilobytes) {
        Path shell = Path.of("/bin/bash");
        assumeTrue(
                Files.isExecutable(shell),
                "Skipped: there is no bash here, whose 'ulimit -f' limits the size of files");
        launcher = List.of(shell.toString(), "-c", "ulimit -f " + kilobytes + " && exec \"$@\"", "limited");
        return this;
    }

    /** Removes the limit of {@link #withLargestFile}. */
    StandaloneProcess withoutLimits() {
        launcher = List.of();
        return this;
    }

    /** Starts it and returns at once. */
    StandaloneProcess start() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("Expected it to be stopped, but it runs");
        }
        output.clear();
        List<String> launched = new ArrayList<>(launcher);
        launched.addAll(command.get());
        ProcessBuilder builder = new ProcessBuilder(launched).redirectErrorStream(true);
        // Settings of the machine must not influence tests.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("HEALTHPASSPORT_") || name.startsWith("KAFKA_"));
        builder.environment().keySet().removeAll(List.of("MONGODB_URI", "STORAGE_URL"));
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            process = started;
            Thread reader = new Thread(() -> capture(started), "output of " + started.pid());
            reader.setDaemon(true);
            reader.start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when the process has printed that it is ready; fails with its output after two minutes. */
    StandaloneProcess awaitReady() {
        await().atMost(LONGEST_START)
                .conditionEvaluationListener(condition -> {
                    if (!running().isAlive()) {
                        throw new IllegalStateException("Expected it to start, but it ended:\n" + text());
                    }
                })
                .until(() -> text().contains("Stop it with"));
        return this;
    }

    /** Sends SIGTERM, like {@code systemd} and Docker; returns the exit code. */
    int terminate() {
        // Not Process.destroy(), which would close the output before its last lines are read.
        running().toHandle().destroy();
        return awaitExit();
    }

    /** Sends SIGKILL and returns when the process is gone. */
    void kill() {
        running().destroyForcibly();
        awaitExit();
    }

    /** Returns the exit code. */
    int awaitExit() {
        try {
            if (!running().waitFor(LONGEST_START.plus(LONGEST_STOP).toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("Expected it to end, but it runs on:\n" + text());
            }
            return running().exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    ProcessHandle handle() {
        return running().toHandle();
    }

    /** The lines of standard output and standard error since the last start. */
    List<String> output() {
        return List.copyOf(output);
    }

    String text() {
        return String.join("\n", output);
    }

    int port(Port port) {
        return Integer.parseInt(environment.get(port.setting()));
    }

    /** The settings of Kafka's clients with which they reach the embedded broker. */
    Map<String, Object> kafka() {
        return Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + port(Port.KAFKA),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"health-passport\" password=\"%s\";"
                        .formatted(key("kafka-password")));
    }

    /** The connection string of the embedded store. */
    String mongoDb() {
        return "mongodb://health-passport:%s@127.0.0.1:%d/healthpassport?retryWrites=false&authSource=admin"
                .formatted(key("mongodb-password"), port(Port.MONGODB));
    }

    private String key(String name) {
        try {
            return Files.readString(Path.of(environment.get("HEALTHPASSPORT_DATA_DIR"), "keys", name))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI api() {
        return local(Port.API);
    }

    URI audit() {
        return local(Port.AUDIT);
    }

    URI local(Port port) {
        return URI.create("http://localhost:" + port(port));
    }

    /** The status of a GET; 0 if nothing answers. */
    int status(Port port, String path) {
        try {
            return CLIENT.send(HttpRequest.newBuilder(local(port).resolve(path)).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kills the process if it still runs. */
    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("Expected it to be started, but it was not");
        }
        return process;
    }

    private void capture(Process started) {
        try (BufferedReader lines = started.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(output::add);
        } catch (IOException | UncheckedIOException e) {
            output.add("(the output ended: " + e.getMessage() + ")");
        }
    }

    /** Free ports below the range for outgoing connections, so that no connection takes them before a restart. */
    private static int[] freePorts(int count) {
        return ThreadLocalRandom.current()
                .ints(20_000, 32_000)
                .distinct()
                .filter(StandaloneProcess::isFree)
                .limit(count)
                .toArray();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
