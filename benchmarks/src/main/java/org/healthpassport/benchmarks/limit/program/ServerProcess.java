package org.healthpassport.benchmarks.limit.program;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server of this package in a JVM of its own, so that its CPU can be told from that of its clients. It prints its port
 * when it is ready, and ends with this JVM, because then its standard input ends.
 */
public final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it; the arguments are those of its main method. */
    public static ServerProcess start(Class<?> server, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                server.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .directory(new File("").getAbsoluteFile())
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null && !line.startsWith("port ")) {
            line = output.readLine();
        }
        if (line == null) {
            process.destroy();
            throw new IOException("Expected " + server.getSimpleName() + " to start, but it ended");
        }
        return new ServerProcess(process, Integer.parseInt(line.substring("port ".length())));
    }

    /** For the server: says that it is ready, and returns when it is no longer needed. */
    static void serveUntilAbandoned(int port) throws IOException {
        System.out.println("port " + port);
        while (System.in.read() >= 0) {
            // Nobody writes; only the end matters.
        }
    }

    public int port() {
        return port;
    }

    /** CPU so far; zero if the system does not tell. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
