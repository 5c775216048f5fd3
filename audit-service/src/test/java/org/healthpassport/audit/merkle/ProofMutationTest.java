package org.healthpassport.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ProofMutationTest {
    private static final List<Hash> LEAVES = Leaves.numbered(600);
    private static final SubtreeSource SUBTREES = Leaves.subtrees(LEAVES);

    @Property(tries = 300)
    void shouldRefuseChangedInclusionProof(
            @ForAll @IntRange(min = 1, max = 600) int size,
            @ForAll @IntRange(max = 599) int place,
            @ForAll @IntRange(max = 255) int bit,
            @ForAll @IntRange(max = 9) int element)
            throws IOException {
        // given
        int index = place % size;
        InclusionProof proof = new MerkleTree(size, SUBTREES).inclusion(index);
        Hash leaf = LEAVES.get(index);
        Hash root = new MerkleTree(size, SUBTREES).root();
        Predicate<List<Hash>> proves = path -> new InclusionProof(index, size, path).proves(leaf, root);

        // when, then
        assertThat(proof.proves(leaf, root)).isTrue();
        assertThat(proof.proves(flipped(leaf, bit), root)).isFalse();
        assertThat(proof.proves(leaf, flipped(root, bit))).isFalse();
        assertNoChangeIsTaken(proof.path(), element, bit, proves);
        for (long other = -1; other <= size; other++) {
            assertThat(new InclusionProof(other, size, proof.path()).proves(leaf, root))
                    .isEqualTo(other == index);
        }
    }

    @Property(tries = 300)
    void shouldRefuseChangedConsistencyProof(
            @ForAll @IntRange(min = 1, max = 600) int size,
            @ForAll @IntRange(max = 599) int place,
            @ForAll @IntRange(max = 255) int bit,
            @ForAll @IntRange(max = 10) int element)
            throws IOException {
        // given
        int oldSize = 1 + place % size;
        ConsistencyProof proof = new MerkleTree(size, SUBTREES).consistencyFrom(oldSize);
        Hash oldRoot = new MerkleTree(oldSize, SUBTREES).root();
        Hash root = new MerkleTree(size, SUBTREES).root();
        Predicate<List<Hash>> proves = path -> new ConsistencyProof(oldSize, size, path).proves(oldRoot, root);

        // when, then
        assertThat(proof.proves(oldRoot, root)).isTrue();
        assertThat(proof.proves(flipped(oldRoot, bit), root)).isFalse();
        assertThat(proof.proves(oldRoot, flipped(root, bit))).isFalse();
        assertNoChangeIsTaken(proof.path(), element, bit, proves);
    }

    /** x/mod and others have found their verifiers taking proofs for trees of other sizes; the path's length limits that. */
    @Property(tries = 300)
    void shouldRefuseInclusionInTreeOfOtherHeight(@ForAll @IntRange(min = 2, max = 600) int size) throws IOException {
        // given
        InclusionProof proof = new MerkleTree(size, SUBTREES).inclusion(0);
        Hash root = new MerkleTree(size, SUBTREES).root();
        Assume.that(!proof.path().isEmpty());

        // when
        long higher = Long.highestOneBit(size - 1) * 2 + 1;
        long lower = Long.highestOneBit(size - 1);

        // then
        assertThat(new InclusionProof(0, higher, proof.path()).proves(LEAVES.get(0), root))
                .isFalse();
        assertThat(new InclusionProof(0, lower, proof.path()).proves(LEAVES.get(0), root))
                .isFalse();
        assertThat(new InclusionProof(0, 0, proof.path()).proves(LEAVES.get(0), root))
                .isFalse();
        assertThat(new InclusionProof(0, -1, proof.path()).proves(LEAVES.get(0), root))
                .isFalse();
    }

    private static void assertNoChangeIsTaken(List<Hash> path, int element, int bit, Predicate<List<Hash>> proves) {
        List<Hash> longer = new ArrayList<>(path);
        longer.add(path.isEmpty() ? LEAVES.get(0) : path.get(path.size() - 1));
        assertThat(proves).rejects(longer);
        longer = new ArrayList<>(path);
        longer.add(0, LEAVES.get(0));
        assertThat(proves).rejects(longer);
        if (!path.isEmpty()) {
            assertThat(proves).rejects(path.subList(1, path.size()), path.subList(0, path.size() - 1), List.of());
            List<Hash> changed = new ArrayList<>(path);
            changed.set(element % path.size(), flipped(path.get(element % path.size()), bit));
            assertThat(proves).rejects(changed);
        }
    }

    private static Hash flipped(Hash hash, int bit) {
        byte[] bytes = hash.bytes();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return Hash.of(bytes);
    }
}
