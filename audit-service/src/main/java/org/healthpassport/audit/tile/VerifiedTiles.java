package org.healthpassport.audit.tile;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.merkle.Subtree;
import org.healthpassport.audit.merkle.SubtreeSource;

/**
 * Reads subtree hashes from tiles, and verifies them against the trusted root. The partial tiles together must give that root;
 * the hash over each full tile must be the one in the level above, up to a partial tile. So a tile of another tree is found
 * even if it is consistent in itself. For one thread.
 */
public final class VerifiedTiles implements SubtreeSource {
    private static final int CACHED_TILES = 256;

    private final TreeEdge edge;
    private final LogLayout layout;
    private final TileSource source;
    private final Map<TileId, Tile> verified = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TileId, Tile> eldest) {
            return size() > CACHED_TILES;
        }
    };

    /**
     * @param root trusted, such as that of a checkpoint whose signature was verified
     * @throws DamagedLogFile the partial tiles do not give the root
     */
    public VerifiedTiles(long size, Hash root, TileSource source) throws IOException {
        this.edge = TreeEdge.read(size, source);
        this.layout = new LogLayout(size);
        this.source = source;
        if (size == 0 && !root.equals(Hash.OF_EMPTY_TREE)) {
            throw new IllegalArgumentException("Expected the root of the empty tree, but got another one.");
        }
        if (!edge.root().equals(root)) {
            throw new DamagedLogFile(
                    edge.partialTiles().get(0).id(), "and the partial tiles above it do not give the trusted root");
        }
    }

    /** @throws DamagedLogFile a tile on the way is missing or does not have the expected hash */
    @Override
    public Hash hash(Subtree subtree) throws IOException {
        Objects.checkFromToIndex(0, subtree.end(), layout.size());
        int level = subtree.level() / Tile.HEIGHT;
        int height = subtree.level() % Tile.HEIGHT;
        long start = subtree.index() << height;
        return tile(level, start / LogFile.FULL_WIDTH).subtree(height, (int) (start % LogFile.FULL_WIDTH));
    }

    /** A verified tile of this log; a partial one at the edge. */
    public Tile tile(int level, long index) throws IOException {
        if (index == layout.fullTiles(level)) {
            return new Tile(
                    new TileId(level, index, layout.partialWidth(level)),
                    edge.tails().get(level));
        }
        TileId id = new TileId(level, index, LogFile.FULL_WIDTH);
        Tile known = verified.get(id);
        if (known != null) {
            return known;
        }
        Tile tile = Tile.read(id, source);
        Hash expected = tile(level + 1, index / LogFile.FULL_WIDTH).hashes().get((int) (index % LogFile.FULL_WIDTH));
        if (!tile.root().equals(expected)) {
            throw new DamagedLogFile(id, "does not have the hash that the level above has for it");
        }
        verified.put(id, tile);
        return tile;
    }
}
