package org.healthpassport.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.audit.merkle.Frontier;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.merkle.MerkleTree;
import org.healthpassport.audit.merkle.Subtree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
    void shouldProveEntryFromFileAlone() {
        // when
        LogProof read = LogProof.parse(proof.bytes());

        // then
        assertThat(read).isEqualTo(proof);
        assertThat(read.verify(LEAVES.get(5), key.verifier()).size()).isEqualTo(8);
        assertThat(proof.bytes())
                .asString(UTF_8)
                .startsWith("c2sp.org/tlog-proof@v1\nindex 5\n" + LEAVES.get(4) + "\n")
                .contains("\n\nexample.com/log\n8\n");
    }

    @Test
    void shouldNotProveOtherEntryNorByOtherKey() {
        SigningKey other = SigningKey.generate("example.com/log", SignatureType.ED25519);
        assertThatExceptionOfType(NoteRefused.class).isThrownBy(() -> proof.verify(LEAVES.get(4), key.verifier()));
        assertThatExceptionOfType(NoteRefused.class).isThrownBy(() -> proof.verify(LEAVES.get(5), other.verifier()));
    }

    @Test
    void shouldRefuseFileWithAnyBitFlipped() {
        byte[] bytes = proof.bytes();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatExceptionOfType(NoteRefused.class)
                    .as("bit %d", bit)
                    .isThrownBy(() -> LogProof.parse(changed).verify(LEAVES.get(5), key.verifier()));
        }
    }

    @ParameterizedTest
    @MethodSource
    void shouldRefuseOtherSpellings(String from, String to) {
        String changed = new String(proof.bytes(), UTF_8).replaceFirst(from, to);
        assertThatExceptionOfType(NoteRefused.class)
                .isThrownBy(() -> LogProof.parse(changed.getBytes(UTF_8)).verify(LEAVES.get(5), key.verifier()));
    }

    static Stream<Arguments> shouldRefuseOtherSpellings() {
        return Stream.of(
                        List.of("@v1", "@v2"),
                        List.of("index 5", "index 05"),
                        List.of("index 5", "index -5"),
                        List.of("index 5\n", ""),
                        List.of("index 5\n", "index 5\n\n"),
                        List.of("index 5\n", "extra AAAA\nindex 5\n"),
                        List.of("index 5\n", "index 5\nAAAA\n"),
                        List.of(
                                "index 5\n",
                                "index 5\n" + (LEAVES.get(0) + "\n").repeat(64).replace("+", "\\+")),
                        List.of("=\n\n", "=\n"),
                        List.of("^", "\n"),
                        List.of("\n", "\r\n"))
                .map(change -> Arguments.of(change.get(0), change.get(1)));
    }
}
