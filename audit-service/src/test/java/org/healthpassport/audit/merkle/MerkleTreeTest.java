package org.healthpassport.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MerkleTreeTest {
    private static final int MANY = 300;

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void shouldComputeKnownRoots(int size, String root) throws IOException {
        List<Hash> leaves = Leaves.EIGHT.subList(0, size);
        Hash expected = Hash.of(HexFormat.of().parseHex(root));
        assertThat(Frontier.EMPTY.append(leaves).root()).isEqualTo(expected);
        assertThat(new MerkleTree(size, Leaves.subtrees(leaves)).root()).isEqualTo(expected);
    }

    @Test
    void shouldMakeAndVerifyEveryProofUpTo300AsDefined() throws IOException {
        // given
        List<Hash> leaves = Leaves.numbered(MANY);
        SubtreeSource subtrees = Leaves.subtrees(leaves);
        List<Hash> roots = new ArrayList<>();
        for (int size = 0; size <= MANY; size++) {
            roots.add(DefinedTree.root(leaves.subList(0, size)));
        }

        for (int n = 1; n <= MANY; n++) {
            MerkleTree tree = new MerkleTree(n, subtrees);
            assertThat(tree.root()).isEqualTo(roots.get(n));
            for (int m = 1; m <= n; m++) {
                // when
                ConsistencyProof consistency = tree.consistencyFrom(m);
                InclusionProof inclusion = tree.inclusion(m - 1);

                // then
                assertThat(consistency.proves(roots.get(m), roots.get(n))).isTrue();
                assertThat(inclusion.proves(leaves.get(m - 1), roots.get(n))).isTrue();
                if (m < n) {
                    assertThat(consistency.proves(roots.get(m - 1), roots.get(n)))
                            .isFalse();
                    assertThat(consistency.proves(roots.get(m), roots.get(n - 1)))
                            .isFalse();
                    assertThat(inclusion.proves(leaves.get(m), roots.get(n))).isFalse();
                }
            }
        }
    }

    /** Recomputing every hash of every proof takes long, so every size up to 70 and some above it. */
    @Test
    void shouldMakeProofsWordForWordAsDefined() throws IOException {
        List<Hash> leaves = Leaves.numbered(MANY);
        SubtreeSource subtrees = Leaves.subtrees(leaves);
        for (int n = 1; n <= MANY; n += n < 70 || n >= 254 && n < 258 ? 1 : 23) {
            MerkleTree tree = new MerkleTree(n, subtrees);
            for (int m = 1; m <= n; m++) {
                assertThat(tree.consistencyFrom(m).path()).isEqualTo(DefinedTree.proof(m, leaves.subList(0, n)));
                assertThat(tree.inclusion(m - 1).path()).isEqualTo(DefinedTree.path(m - 1, leaves.subList(0, n)));
            }
        }
    }

    @Test
    void shouldProveNothingOutsideTheTree() {
        MerkleTree tree = new MerkleTree(8, Leaves.subtrees(Leaves.EIGHT));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> tree.inclusion(8));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> tree.inclusion(-1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> tree.consistencyFrom(9));
    }

    @Test
    void shouldTakeEveryTreeForConsistentWithTheEmptyOne() throws IOException {
        // given
        MerkleTree tree = new MerkleTree(8, Leaves.subtrees(Leaves.EIGHT));

        // when
        ConsistencyProof proof = tree.consistencyFrom(0);

        // then
        assertThat(proof.path()).isEmpty();
        assertThat(proof.proves(Hash.OF_EMPTY_TREE, tree.root())).isTrue();
        assertThat(proof.proves(tree.root(), tree.root())).isFalse();
    }
}
