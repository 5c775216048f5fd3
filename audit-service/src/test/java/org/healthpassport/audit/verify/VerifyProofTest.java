package org.healthpassport.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code docs/VerifyProof.java} as an auditor does: from its source, in a JVM of its own. */
class VerifyProofTest {
    private static final int INDEX = 700;

    @TempDir
    Path temporary;

    private SampleLog log;
    private Path proof;
    private Path entry;

    @BeforeEach
    void shouldWriteProof() throws IOException {
        log = SampleLog.of(1000, temporary.resolve("log"));
        proof = Files.write(
                temporary.resolve("700.tlog-proof"), log.prove(INDEX).bytes());
        entry = Files.write(
                temporary.resolve("700.json"), SampleLog.entry(INDEX).bytes());
    }

    @Test
    void shouldProveEntry() throws Exception {
        assertThat(run(proof, entry, log.vkey())).startsWith("0 PROVEN: entry 700 of 1000 in log.example/audit");
    }

    @Test
    void shouldNotProveOtherEntry() throws Exception {
        Files.write(entry, SampleLog.entry(INDEX + 1).bytes());
        assertThat(run(proof, entry, log.vkey())).startsWith("1 NOT PROVEN: the path does not lead");
    }

    @Test
    void shouldNotProveByOtherKey() throws Exception {
        SampleLog other = new SampleLog(temporary.resolve("other"));
        assertThat(run(proof, entry, other.vkey())).startsWith("1 NOT PROVEN: the log did not sign");
    }

    @Test
    void shouldNotProveByChangedCheckpoint() throws Exception {
        Files.writeString(proof, Files.readString(proof).replace("\n1000\n", "\n1001\n"));
        assertThat(run(proof, entry, log.vkey())).startsWith("1 NOT PROVEN: the log's signature does not hold");
    }

    @Test
    void shouldSayWhatItNeeds() throws Exception {
        assertThat(run(proof, temporary.resolve("nothing"), log.vkey())).startsWith("2 Could not be checked");
    }

    private static String run(Path proof, Path entry, String vkey) throws IOException, InterruptedException {
        return ProofProgram.fromSource().run(proof.toString(), entry.toString(), vkey);
    }
}
