package org.healthpassport.audit.tile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.audit.merkle.Frontier;
import org.healthpassport.audit.merkle.Hash;

/**
 * The right edge of the tiles: for every level the hashes that do not fill a tile yet. Further tiles, and the root, follow from
 * it alone.
 */
public record TreeEdge(Frontier frontier, List<List<Hash>> tails) {
    public static final TreeEdge EMPTY = new TreeEdge(Frontier.EMPTY, noTails());

    public TreeEdge {
        tails = tails.stream().map(List::copyOf).toList();
        LogLayout layout = new LogLayout(frontier.size());
        for (int level = 0; level <= LogFile.MAX_LEVEL; level++) {
            if (tails.get(level).size() != layout.partialWidth(level)) {
                throw new IllegalArgumentException("Expected " + layout.partialWidth(level) + " hashes at level "
                        + level + ", but there are " + tails.get(level).size() + ".");
            }
        }
    }

    /** The result of growing: the new edge, and the tiles that became full, which will not change any more. */
    public record Growth(TreeEdge edge, List<Tile> fullTiles) {}

    /**
     * Reads the edge of a tree of this size from its partial tiles. To verify them, compare the {@link #root} with a trusted
     * one: it covers every hash.
     *
     * @throws DamagedLogFile a tile is missing or of the wrong length
     */
    public static TreeEdge read(long size, TileSource source) throws IOException {
        LogLayout layout = new LogLayout(size);
        List<List<Hash>> tails = noTails();
        for (int level = 0; level <= LogFile.MAX_LEVEL; level++) {
            if (layout.partialWidth(level) > 0) {
                tails.get(level)
                        .addAll(Tile.read(partial(layout, level), source).hashes());
            }
        }
        return new TreeEdge(new Frontier(size, peaks(tails)), tails);
    }

    public long size() {
        return frontier.size();
    }

    public Hash root() {
        return frontier.root();
    }

    public Growth append(List<Hash> leaves) {
        List<List<Hash>> open = new ArrayList<>();
        tails.forEach(tail -> open.add(new ArrayList<>(tail)));
        List<Tile> full = new ArrayList<>();
        Frontier grown = frontier.append(leaves, (subtree, hash) -> {
            if (subtree.level() % Tile.HEIGHT == 0) {
                int level = subtree.level() / Tile.HEIGHT;
                List<Hash> tail = open.get(level);
                tail.add(hash);
                if (tail.size() == LogFile.FULL_WIDTH) {
                    full.add(new Tile(new TileId(level, subtree.index() / LogFile.FULL_WIDTH, tail.size()), tail));
                    tail.clear();
                }
            }
        });
        return new Growth(new TreeEdge(grown, open), List.copyOf(full));
    }

    /** The tiles that must be published along with a checkpoint of this size; none is empty. */
    public List<Tile> partialTiles() {
        LogLayout layout = new LogLayout(size());
        return IntStream.rangeClosed(0, LogFile.MAX_LEVEL)
                .filter(level -> !tails.get(level).isEmpty())
                .mapToObj(level -> new Tile(partial(layout, level), tails.get(level)))
                .toList();
    }

    private static TileId partial(LogLayout layout, int level) {
        return new TileId(level, layout.fullTiles(level), layout.partialWidth(level));
    }

    /** Higher levels stand further to the left; within a level the width's bits tell how the hashes group. */
    private static List<Hash> peaks(List<List<Hash>> tails) {
        List<Hash> peaks = new ArrayList<>();
        for (int level = LogFile.MAX_LEVEL; level >= 0; level--) {
            List<Hash> rest = tails.get(level);
            while (!rest.isEmpty()) {
                int group = Integer.highestOneBit(rest.size());
                peaks.add(Tile.fold(rest.subList(0, group)));
                rest = rest.subList(group, rest.size());
            }
        }
        return peaks;
    }

    private static List<List<Hash>> noTails() {
        return Stream.generate(() -> (List<Hash>) new ArrayList<Hash>())
                .limit(LogFile.MAX_LEVEL + 1L)
                .toList();
    }
}
