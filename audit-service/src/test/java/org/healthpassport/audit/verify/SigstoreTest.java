package org.healthpassport.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.healthpassport.foreign.ForeignChecks;
import org.healthpassport.foreign.ForeignPrograms;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets Sigstore's verifier for Node judge our proof files, where npm has it in its cache. Downloads nothing. */
class SigstoreTest {
    private static final Path SOURCES = Path.of("src/test/node");
    private static final int SIZE = 1000;

    private static ForeignPrograms programs;

    @TempDir
    Path folder;

    @BeforeAll
    static void installVerifier(@TempDir Path temporary) throws Exception {
        programs = new ForeignPrograms(temporary);
        ForeignChecks.require(
                programs.install(SOURCES, "verify-proof.js"),
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
        return programs.run("node", "verify-proof.js", proofFile.toString(), entryFile.toString(), log.vkey());
    }
}
