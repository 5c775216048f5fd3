package org.healthpassport.audit.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.healthpassport.audit.merkle.Frontier;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.merkle.MerkleTree;
import org.healthpassport.audit.merkle.Subtree;
import org.junit.jupiter.api.Test;

class VerifiedTilesTest {
    private static final int SIZE = 66_000;

    private final FilesInMemory files = FilesInMemory.of(SIZE);
    private final Hash root = files.edge.root();

    @Test
    void shouldMakeProofsFromTiles() throws IOException {
        // given
        MerkleTree tree = new MerkleTree(SIZE, new VerifiedTiles(SIZE, root, files));
        List<Entry> entries = FilesInMemory.entries(0, SIZE);
        List<Hash> leaves = entries.stream().map(Entry::leafHash).toList();

        for (int index : new int[] {0, 1, 255, 256, 511, 65_535, 65_536, 65_999, 31_415}) {
            // when
            Hash oldRoot = Frontier.EMPTY.append(leaves.subList(0, index + 1)).root();

            // then
            assertThat(tree.inclusion(index).proves(leaves.get(index), root)).isTrue();
            assertThat(tree.consistencyFrom(index + 1).proves(oldRoot, root)).isTrue();
        }
        assertThat(tree.root()).isEqualTo(root);
    }

    @Test
    void shouldUseNoTileThatWasChanged() throws IOException {
        // given
        Random random = new Random(2);
        List<String> tiles = files.files.keySet().stream()
                .filter(path -> !path.contains("entries"))
                .sorted()
                .toList();

        for (int i = 0; i < 100; i++) {
            // when
            String path = tiles.get(i < 8 ? tiles.size() - 1 - i : random.nextInt(tiles.size()));
            byte[] bytes = files.files.get(path);
            int place = random.nextInt(bytes.length);
            byte flip = (byte) (1 << random.nextInt(8));
            bytes[place] ^= flip;

            // then
            TileId tile = (TileId) LogFile.parse(path);
            assertThatExceptionOfType(DamagedLogFile.class)
                    .as(path)
                    .isThrownBy(() -> new VerifiedTiles(SIZE, root, files).tile(tile.level(), tile.index()));
            bytes[place] ^= flip;
        }
        new VerifiedTiles(SIZE, root, files).tile(0, 0);
    }

    @Test
    void shouldNotTakeForgedEntryWithMatchingTile() throws IOException {
        // given: entry 300, its leaf hash and the tile's own root in the level above are all forged alike
        Entry forged = FilesInMemory.entries(1_000_000, 1_000_001).get(0);
        List<Hash> leaves =
                new ArrayList<>(Tile.read(new TileId(0, 1, 256), files).hashes());
        leaves.set(300 - 256, forged.leafHash());
        Tile tile = new Tile(new TileId(0, 1, 256), leaves);
        files.files.put(tile.id().path(), tile.bytes());

        // when, then
        VerifiedTiles tiles = new VerifiedTiles(SIZE, root, files);
        assertThatExceptionOfType(DamagedLogFile.class)
                .isThrownBy(() -> tiles.hash(new Subtree(0, 300)))
                .withMessageStartingWith("tile/0/001 ");

        // when, then
        List<Hash> above =
                new ArrayList<>(Tile.read(new TileId(1, 0, 256), files).hashes());
        above.set(1, tile.root());
        Tile parent = new Tile(new TileId(1, 0, 256), above);
        files.files.put(parent.id().path(), parent.bytes());
        assertThatExceptionOfType(DamagedLogFile.class)
                .isThrownBy(() -> new VerifiedTiles(SIZE, root, files).hash(new Subtree(0, 300)))
                .withMessageStartingWith("tile/1/000 ");
    }

    @Test
    void shouldAnswerNothingOutsideTheTree() throws IOException {
        VerifiedTiles tiles = new VerifiedTiles(SIZE, root, files);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> tiles.hash(new Subtree(0, SIZE)));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> tiles.hash(new Subtree(17, 0)));
    }

    @Test
    void shouldKnowRootOfEmptyTree() throws IOException {
        FilesInMemory none = new FilesInMemory();
        assertThat(new MerkleTree(0, new VerifiedTiles(0, Hash.OF_EMPTY_TREE, none)).root())
                .isEqualTo(Hash.OF_EMPTY_TREE);
        assertThatIllegalArgumentException().isThrownBy(() -> new VerifiedTiles(0, root, none));
    }
}
