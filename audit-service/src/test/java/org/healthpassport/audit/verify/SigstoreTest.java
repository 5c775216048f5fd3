package org.healthpassport.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.healthpassport.foreign.ForeignChecks;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets Sigstore's verifier for Node judge our proof files, where npm has it in its cache. Downloads nothing. */
class SigstoreTest {
    private static final Path SOURCES = Path.of("src/test/node");
    private static final int SIZE = 1000;

    @TempDir
    static Path temporary;

    @TempDir
    Path folder;

    @BeforeAll
    static void installVerifier() throws Exception {
        for (String file : List.of("package.json", "package-lock.json", "verify-proof.js")) {
            Files.copy(SOURCES.resolve(file), temporary.resolve(file));
        }
        ForeignChecks.require(
                isInstalled(),
                "there is no npm, or Sigstore's verifier is not in its cache;"
                        + " run: npm ci --prefix audit-service/src/test/node");
    }

    @Test
    void shouldAgreeThatEntriesAreIncluded() throws Exception {
        // given
        SampleLog log = SampleLog.of(SIZE, folder);

        // when, then
        for (int index : new int[] {0, 1, 255, 256, 511, 998, SIZE - 1}) {
            assertThat(judge(
                            log,
                            index,
                            SampleLog.entry(index).bytes(),
                            log.prove(index).bytes()))
                    .isEqualTo("0 GOOD: entry " + index + " of " + SIZE + "\n");
        }
    }

    @Test
    void shouldAgreeThatEntryIsAnother() throws Exception {
        // given
        SampleLog log = SampleLog.of(SIZE, folder);

        // when, then
        assertThat(judge(log, 7, SampleLog.entry(8).bytes(), log.prove(7).bytes()))
                .startsWith("1 BAD: calculated root hash does not match");
    }

    @Test
    void shouldAgreeThatCheckpointIsAnothersWork() throws Exception {
        // given
        SampleLog log = SampleLog.of(SIZE, folder);
        SampleLog other = new SampleLog(folder.resolve("other"));

        // when, then
        assertThat(judge(other, 7, SampleLog.entry(7).bytes(), log.prove(7).bytes()))
                .startsWith("1 BAD: invalid checkpoint signature");
    }

    private String judge(SampleLog log, int index, byte[] entry, byte[] proof) throws Exception {
        Path entryFile = Files.write(folder.resolve("entry-" + index), entry);
        Path proofFile = Files.write(folder.resolve("proof-" + index), proof);
        return run("node", "verify-proof.js", proofFile.toString(), entryFile.toString(), log.vkey());
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return run("npm", "ci", "--offline", "--ignore-scripts", "--no-audit", "--no-fund")
                    .startsWith("0 ");
        } catch (IOException noNpm) {
            return false;
        }
    }

    /** The exit code and what was printed. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(temporary.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() + " " + output;
        } finally {
            process.destroyForcibly();
        }
    }
}
