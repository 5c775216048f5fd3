package org.healthpassport.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs {@code docs/VerifyProof.java} as an auditor or a patient does: from its source, in a JVM of its own. */
final class ProofProgram {
    private static final Path SOURCE = Path.of("../docs/VerifyProof.java");

    private ProofProgram() {}

    /** The exit code and what it printed. */
    static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // It lives for a second, so compiling it well would take longer than running it.
        command.add("-XX:TieredStopAtLevel=1");
        command.add(SOURCE.toString());
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() + " " + output;
        } finally {
            process.destroyForcibly();
        }
    }
}
