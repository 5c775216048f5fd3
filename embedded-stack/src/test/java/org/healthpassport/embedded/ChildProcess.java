package org.healthpassport.embedded;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that a test can kill; its main class prints one line when it is ready and lives until its input ends. */
public final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final String firstLine;
    private final BufferedReader output;

    private ChildProcess(Process process) throws IOException {
        this.process = process;
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (line == null) {
            throw new IllegalStateException("Expected the child process to say that it is ready, but it ended");
        }
        this.firstLine = line;
        this.output = output;
    }

    public static ChildProcess start(Class<?> main, Object... arguments) {
        return start(List.of(), main, arguments);
    }

    /**
     * No file of its may become larger: a write beyond that fails as it does on a full disk, and needs no rights. The
     * test is skipped where there is no shell that knows such a limit.
     */
    public static ChildProcess startWithLargestFile(int kilobytes, Class<?> main, Object... arguments) {
        Path shell = Path.of("/bin/bash");
        assumeTrue(
                Files.isExecutable(shell),
                "Skipped: there is no bash here, whose 'ulimit -f' limits the size of files");
        return start(
                List.of(shell.toString(), "-c", "ulimit -f " + kilobytes + " && exec \"$@\"", "limited"),
                main,
                arguments);
    }

    private static ChildProcess start(List<String> launcher, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        try {
            return new ChildProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String firstLine() {
        return firstLine;
    }

    /** Its output from now on until it ends. */
    public List<String> linesUntilEnd() {
        return output.lines().toList();
    }

    /** Closes its input, and so asks it to end; returns what it says until it has. */
    public List<String> askToEnd() throws IOException {
        process.getOutputStream().close();
        return linesUntilEnd();
    }

    public int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** Ends the process as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Expected a killed process to end, but it runs on");
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** For main classes: prints the line and waits until the parent is gone or has closed the input. */
    public static void readyUntilParentEnds(String line) throws IOException {
        System.out.println(line);
        System.out.flush();
        while (System.in.read() >= 0) {
            // Nothing is said to a child.
        }
    }
}
