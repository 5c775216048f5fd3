package org.healthpassport.benchmarks.limit.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Programs that we did not write. */
public final class Program {
    public static final String OPENSSL = "openssl";

    private static final Path OWN_ACCOUNT = Path.of("/proc/self/stat");
    /** USER_HZ of Linux on all usual processors. */
    private static final int TICKS_PER_SECOND = 100;
    /** The fields before it end with the name of the program in parentheses; cutime is the 16th of all, cstime follows. */
    private static final int CHILDREN_USER = 16 - 3;

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private Program() {}

    /** The reason why a program cannot be used; null if it can. */
    public static @Nullable String missing(String... command) {
        try {
            run(command);
            return null;
        } catch (IOException e) {
            return "'" + command[0] + "' is not installed or does not work";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /**
     * Runs a program to its end.
     *
     * @return its standard output
     * @throws IOException if it cannot be started, fails or takes more than two minutes
     */
    public static String run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("program", ".out");
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("Expected " + command[0] + " to end, but it ran for " + LONGEST);
            }
            if (process.exitValue() != 0) {
                throw new IOException(
                        "Expected " + command[0] + " to succeed, but it ended with " + process.exitValue());
            }
            return Files.readString(output, StandardCharsets.UTF_8);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** CPU of all programs that have ended so far; zero where the system does not tell. */
    public static Duration cpuOfEnded() {
        try {
            String account = Files.readString(OWN_ACCOUNT);
            String[] fields = account.substring(account.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_USER + 1]);
            return Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return Duration.ZERO;
        }
    }
}
