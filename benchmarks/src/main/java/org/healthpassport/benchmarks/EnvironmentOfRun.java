package org.healthpassport.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.healthpassport.benchmarks.result.Environment;

/** Looks at the machine and at the code. */
final class EnvironmentOfRun {
    private EnvironmentOfRun() {}

    static Environment look(Arguments arguments, Clock clock) throws IOException, InterruptedException {
        return new Environment(
                jdk(arguments.javaHome()),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                processor(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize(),
                commit(),
                clock.instant(),
                arguments.profile().name());
    }

    /** The first line that the JDK says about itself. */
    private static String jdk(Path javaHome) throws IOException, InterruptedException {
        String said = output(javaHome.resolve("bin").resolve("java").toString(), "-version");
        return said.lines().skip(1).findFirst().orElse(said).strip();
    }

    private static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.exists(file)) {
            return "unknown";
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String commit() throws InterruptedException {
        try {
            String hash = output("git", "rev-parse", "--short=10", "HEAD").strip();
            if (!hash.matches("[0-9a-f]{10,}")) {
                return "unknown";
            }
            return output("git", "status", "--porcelain").isBlank() ? hash : hash + "+";
        } catch (IOException noGit) {
            return "unknown";
        }
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output;
    }
}
