package org.healthpassport.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.healthpassport.audit.merkle.Frontier;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.merkle.InclusionProof;
import org.healthpassport.audit.merkle.MerkleTree;
import org.healthpassport.audit.merkle.Subtree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogProofTest {
    private static final List<Hash> LEAVES = IntStream.range(0, 8)
            .mapToObj(i -> Hash.leaf(new byte[] {(byte) i}))
            .toList();

    private final SigningKey key = SigningKey.generate("example.com/log", SignatureType.ED25519);
    private LogProof proof;

    @BeforeEach
    void shouldMakeProof() throws Exception {
        Map<Subtree, Hash> subtrees = new HashMap<>();
        Frontier frontier = Frontier.EMPTY.append(LEAVES, subtrees::put);
        SignedNote note = key.sign(new Checkpoint("example.com/log", 8, frontier.root()));
        proof = new LogProof(5, new MerkleTree(8, subtrees::get).inclusion(5).path(), note);
    }

    @Test
    void shouldWriteIndexPathAndCheckpoint() {
        String path = proof.path().stream().map(hash -> hash + "\n").collect(joining());
        assertThat(proof.path()).hasSize(3).startsWith(LEAVES.get(4));
        assertThat(proof.bytes())
                .asString(UTF_8)
                .isEqualTo("c2sp.org/tlog-proof@v1\nindex 5\n" + path + "\n" + proof.checkpoint());
    }

    @Test
    void shouldHoldAllThatProvesTheEntry() {
        // when
        Checkpoint signed = Checkpoint.open(proof.checkpoint(), key.verifier());

        // then
        InclusionProof inclusion = new InclusionProof(proof.index(), signed.size(), proof.path());
        assertThat(inclusion.proves(LEAVES.get(5), signed.root())).isTrue();
        assertThat(inclusion.proves(LEAVES.get(4), signed.root())).isFalse();
    }

    @Test
    void shouldRefusePathsThatNoTreeHas() {
        assertThatExceptionOfType(NoteRefused.class)
                .isThrownBy(() -> new LogProof(5, Collections.nCopies(64, LEAVES.get(0)), proof.checkpoint()));
        assertThatExceptionOfType(NoteRefused.class)
                .isThrownBy(() -> new LogProof(-1, proof.path(), proof.checkpoint()));
    }
}
