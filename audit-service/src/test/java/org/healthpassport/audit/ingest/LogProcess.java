package org.healthpassport.audit.ingest;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.healthpassport.audit.signing.LogKeyFile;

/** An instance in a JVM of its own that a test can kill; it lives until its input ends. */
final class LogProcess implements AutoCloseable {
    static final String ORIGIN = "log.example/killed";
    private static final Duration TAKE_OVER_AFTER = Duration.ofMillis(300);

    private final Process process;

    private LogProcess(Process process) {
        this.process = process;
    }

    /** @param classes the options of its JVM for loading classes */
    static LogProcess start(
            List<String> classes, String name, String bootstrapServers, String connectionString, Path keys)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(classes);
        command.addAll(List.of(LogProcess.class.getName(), name, bootstrapServers, connectionString, keys.toString()));
        return new LogProcess(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Lets it end by itself. */
    void end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }

    /** Ends it as {@code kill -9} does, at a random moment within this time. */
    void killWithin(Duration time, Random random) throws InterruptedException {
        if (process.waitFor(random.nextLong(time.toMillis()), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("Expected the process to run until it is killed, but it ended");
        }
        close();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public static void main(String[] arguments) throws IOException {
        try (MongoClient client = MongoClients.create(arguments[2]);
                TestInstance instance = new TestInstance(
                        arguments[0],
                        arguments[1],
                        client.getDatabase("audit"),
                        LogKeyFile.open(Path.of(arguments[3]), ORIGIN),
                        Path.of(arguments[3]),
                        TAKE_OVER_AFTER,
                        TestInstance.SAMPLES)) {
            while (System.in.read() >= 0) {
                // Nothing is said to it.
            }
        }
    }
}
