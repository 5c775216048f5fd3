package org.healthpassport.api;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An instance of the service in a JVM of its own, which can be made to stand still, and killed. */
public final class ChildInstance implements AutoCloseable {
    /** A busy machine takes half of it. */
    private static final Duration LONGEST_START = Duration.ofSeconds(120);

    private static final Pattern STARTED = Pattern.compile("Netty started on port (\\d+)");

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();

    private ChildInstance(Process process) {
        this.process = process;
    }

    /**
     * Returns when it takes requests.
     *
     * @param jvmOptions besides those for a quick start; the later of two that contradict each other counts
     */
    public static ChildInstance start(List<String> arguments, String... jvmOptions) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ApiApplication.class.getName(),
                "--logging.level.org.springframework.boot.reactor.netty=INFO"));
        command.addAll(arguments);
        ChildInstance child = new ChildInstance(
                new ProcessBuilder(command).redirectErrorStream(true).start());
        Runtime.getRuntime().addShutdownHook(new Thread(child.process::destroyForcibly));
        Thread reader = new Thread(child::capture, "output of " + child.process.pid());
        reader.setDaemon(true);
        reader.start();
        await().atMost(LONGEST_START)
                .conditionEvaluationListener(condition -> {
                    if (!child.process.isAlive()) {
                        throw new IllegalStateException("Expected it to start, but it ended:\n" + child.text());
                    }
                })
                .until(child::isReady);
        return child;
    }

    /** True if this system can suspend processes. */
    public static boolean canStandStill() {
        try {
            return signal("CONT", ProcessHandle.current().pid()) == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    public int port() {
        Matcher started = STARTED.matcher(text());
        if (!started.find()) {
            throw new IllegalStateException("Expected it to say its port, but it did not");
        }
        return Integer.parseInt(started.group(1));
    }

    /** The time for which it has used a CPU since its start. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** SIGSTOP: nothing of it runs until it goes on, as on a machine that is suspended. */
    public void standStill() throws IOException {
        require(signal("STOP", process.pid()));
    }

    /** SIGCONT. */
    public void goOn() throws IOException {
        require(signal("CONT", process.pid()));
    }

    /** Ends as {@code kill -9} ends it. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static int signal(String signal, long pid) throws IOException {
        try {
            return new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void require(int exitCode) {
        if (exitCode != 0) {
            throw new IllegalStateException("Expected to send a signal, but kill ended with " + exitCode);
        }
    }

    private boolean isReady() throws InterruptedException {
        if (!STARTED.matcher(text()).find()) {
            return false;
        }
        URI readiness = URI.create("http://127.0.0.1:" + port() + "/actuator/health/readiness");
        try {
            return HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(readiness).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String text() {
        return String.join("\n", output);
    }

    private void capture() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(output::add);
        } catch (IOException | UncheckedIOException ended) {
            output.add("(the output ended: " + ended.getMessage() + ")");
        }
    }
}
