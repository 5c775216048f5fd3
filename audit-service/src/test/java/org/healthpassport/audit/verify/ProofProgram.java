package org.healthpassport.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;

/** Runs {@code docs/VerifyProof.java} in a JVM of its own. */
final class ProofProgram {
    private static final Path SOURCE = Path.of("../docs/VerifyProof.java");

    private final List<String> program;

    private ProofProgram(String... program) {
        this.program = List.of(program);
    }

    /** From its source, as an auditor or a patient runs it. */
    static ProofProgram fromSource() {
        return new ProofProgram(SOURCE.toString());
    }

    /** Compiled once, for tests with many runs: a compilation takes longer than all the rest. */
    static ProofProgram compiled(Path folder) {
        int exitCode =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", folder.toString(), SOURCE.toString());
        assertThat(exitCode).as("compilation").isZero();
        return new ProofProgram("-cp", folder.toString(), "VerifyProof");
    }

    /** The exit code and what it printed. */
    String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(program);
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
