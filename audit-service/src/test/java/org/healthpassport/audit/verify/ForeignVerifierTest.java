package org.healthpassport.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthpassport.foreign.ForeignChecks;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets Go's own transparency log library judge our logs, where Go and that library are installed. Downloads nothing. */
class ForeignVerifierTest {
    private static final Path SOURCES = Path.of("src/test/go");
    private static final Path DEBIAN_LIBRARY = Path.of("/usr/share/gocode/src/golang.org/x/mod");
    private static final int SIZE = 66_000;

    @TempDir
    static Path temporary;

    private static Path program;

    @BeforeAll
    static void shouldBuildProgram() throws Exception {
        for (String file : List.of("main.go", "go.mod", "go.sum")) {
            Files.copy(SOURCES.resolve(file), temporary.resolve(file));
        }
        program = temporary.resolve("verifylog");
        Optional<String> failure = build();
        if (failure.isPresent() && Files.isDirectory(DEBIAN_LIBRARY)) {
            run("go", "mod", "edit", "-replace", "golang.org/x/mod=" + DEBIAN_LIBRARY);
            failure = build();
        }
        ForeignChecks.require(
                failure.isEmpty(),
                "Go cannot build the program in audit-service/src/test/go without downloads: " + failure.orElse(""));
    }

    @Test
    void shouldAgreeThatLogIsGood(@TempDir Path folder) throws Exception {
        for (int size : new int[] {1, 256, 1000, SIZE}) {
            SampleLog log = SampleLog.of(size, folder.resolve("log-" + size));
            assertThat(run(program.toString(), log.folder.toString(), log.vkey()))
                    .isEqualTo("0 GOOD: " + size + " entries\n");
        }
    }

    @Test
    void shouldAgreeThatARestoredLogAndItsContinuationAreGood(@TempDir Path folder) throws Exception {
        // given
        RestoredSample logs = new RestoredSample(folder).continued();

        // then
        assertThat(run(program.toString(), logs.old.folder.toString(), logs.old.vkey()))
                .isEqualTo("0 GOOD: 650 entries\n");
        assertThat(run(program.toString(), logs.next.folder.toString(), logs.next.vkey()))
                .isEqualTo("0 GOOD: 702 entries\n");
    }

    @Test
    void shouldAgreeThatEntryWasChanged(@TempDir Path folder) throws Exception {
        // given
        SampleLog log = SampleLog.of(1000, folder);
        byte[] bundle = Files.readAllBytes(folder.resolve("tile/entries/001"));
        bundle[10] ^= 1;

        // when
        log.write("tile/entries/001", bundle);

        // then
        assertThat(run(program.toString(), folder.toString(), log.vkey()))
                .isEqualTo("1 BAD: entry 256 is not the one that was logged\n");
    }

    private static Optional<String> build() throws InterruptedException {
        try {
            String result = run("go", "build", "-mod=mod", "-o", program.toString(), ".");
            return result.startsWith("0 ") ? Optional.empty() : Optional.of(result);
        } catch (IOException e) {
            return Optional.of("there is no go on the PATH");
        }
    }

    /** The exit code and what was printed. */
    private static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(temporary.toFile()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("GOPROXY", "off", "GOTOOLCHAIN", "local", "GOFLAGS", ""));
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() + " " + output;
        } finally {
            process.destroyForcibly();
        }
    }
}
