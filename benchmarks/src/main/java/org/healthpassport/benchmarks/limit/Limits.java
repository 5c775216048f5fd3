package org.healthpassport.benchmarks.limit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.healthpassport.benchmarks.result.Limit;
import org.jspecify.annotations.Nullable;

/** Measures all limits, one after the other, with sixteen clients where there are clients. */
public final class Limits {
    private final ClosedLoop loop;
    private final int mebibytes;

    private Limits(ClosedLoop loop, int mebibytes) {
        this.loop = loop;
        this.mebibytes = mebibytes;
    }

    /** About twenty seconds for all of them. */
    public static Limits shortly() {
        return new Limits(new ClosedLoop(Duration.ofSeconds(2), Duration.ofSeconds(2)), 256);
    }

    /** About a minute and a half for all of them. */
    public static Limits thoroughly() {
        return new Limits(new ClosedLoop(Duration.ofSeconds(8), Duration.ofSeconds(8)), 1024);
    }

    /** All of them for tests, too short to mean anything. */
    static Limits atOnce() {
        return new Limits(new ClosedLoop(Duration.ZERO, Duration.ofMillis(50)), 1);
    }

    /**
     * Measures; a limit that cannot be measured is in the result with the reason.
     *
     * @param scratch a folder on the disk to be measured; what is written there is deleted again
     * @param mongoUri the connection string of the store to measure; null for the embedded one
     */
    public List<Limit> measure(Path scratch, @Nullable String mongoUri) throws IOException {
        Files.createDirectories(scratch);
        Path folder = Files.createTempDirectory(scratch, "limits");
        try {
            StoreLimits store = new StoreLimits(loop);
            FileLimits files = new FileLimits(folder, mebibytes);
            List<Limit> limits = new ArrayList<>();
            limits.addAll(attempt("/s", () -> List.of(new HttpLimit(loop).measure()), HttpLimit.EMPTY));
            limits.addAll(attempt(
                    "/s",
                    () -> mongoUri == null ? store.measure(folder.resolve("store")) : store.measure(mongoUri),
                    StoreLimits.INSERT,
                    StoreLimits.FIND));
            limits.addAll(attempt(
                    "/s", () -> List.of(new BrokerLimit(loop).measure(folder.resolve("broker"))), BrokerLimit.SEND));
            limits.addAll(attempt("MiB/s", () -> List.of(files.upload()), FileLimits.UPLOAD));
            limits.addAll(attempt("MiB/s", () -> List.of(files.download()), FileLimits.DOWNLOAD));
            return limits;
        } finally {
            delete(folder);
        }
    }

    /** The limits, or each by its name with the reason why there are none. */
    static List<Limit> attempt(String unit, Callable<List<Limit>> measuring, String... names) {
        try {
            return measuring.call();
        } catch (Exception e) { // whatever it is, the other limits are worth having
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return Stream.of(names)
                    .map(name -> Limit.notMeasured(name, unit, reason(e)))
                    .toList();
        }
    }

    /** The first cause, as everything around it only says that something failed. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
