package org.healthpassport.benchmarks.product;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A thread as Linux sees it, from {@code /proc}.
 *
 * @param name the first 15 characters of its name
 * @param cpuTicks user and system time in hundredths of a second
 */
record NativeThread(String name, long cpuTicks) {
    /** Nanoseconds of a tick; Linux shows them in hundredths of a second on all machines that we know. */
    static final long TICK = 10_000_000;

    private static final int LONGEST_NAME = 15;

    /** The fields before user and system time, counted after the name; see proc(5). */
    private static final int USER_TIME = 11;

    /** All threads of a process; none where there is no {@code /proc}. */
    static List<NativeThread> of(long pid) {
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        List<NativeThread> threads = new ArrayList<>();
        if (Files.isDirectory(tasks)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(tasks)) {
                for (Path folder : folders) {
                    read(folder.resolve("stat")).ifPresent(threads::add);
                }
            } catch (IOException processGone) {
                return List.of();
            }
        }
        return threads;
    }

    /** Reads a line of {@code /proc/PID/task/TID/stat}. The name may hold blanks and parentheses. */
    static NativeThread parse(String line) {
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        if (open < 0 || close < open) {
            throw new IllegalArgumentException("Expected a line of /proc/PID/task/TID/stat, but got '" + line + "'");
        }
        String[] rest = line.substring(close + 2).split(" ");
        return new NativeThread(
                line.substring(open + 1, close), Long.parseLong(rest[USER_TIME]) + Long.parseLong(rest[USER_TIME + 1]));
    }

    /** The part of the name of a Java thread that Linux shows. */
    static String shortened(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }

    /** The part of the JVM that it is; empty for a Java thread, which is known by its whole name elsewhere. */
    Optional<Part> part() {
        if (name.matches("C[12] Compiler.*|Sweeper thread.*")) {
            return Optional.of(Part.COMPILER);
        }
        return name.matches("(GC Thread|G1 |VM Thread|Shenandoah|ZGC|X).*")
                ? Optional.of(Part.COLLECTOR)
                : Optional.empty();
    }

    private static Optional<NativeThread> read(Path file) {
        try {
            return Optional.of(parse(Files.readString(file)));
        } catch (IOException threadGone) {
            return Optional.empty();
        }
    }
}
