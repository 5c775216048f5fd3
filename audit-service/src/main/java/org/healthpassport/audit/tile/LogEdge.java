package org.healthpassport.audit.tile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthpassport.audit.merkle.Hash;

/** The right edge of a log, which is all that appending needs: the edge of its tree, and the entries after the last full bundle. */
public record LogEdge(TreeEdge tree, List<Entry> tail) {
    public static final LogEdge EMPTY = new LogEdge(TreeEdge.EMPTY, List.of());

    public LogEdge {
        tail = List.copyOf(tail);
        if (!tail.stream().map(Entry::leafHash).toList().equals(tree.tails().get(0))) {
            throw new IllegalArgumentException(
                    "Expected the last entries to have the last leaf hashes, but they do not.");
        }
    }

    /** The result of appending: the new edge, and the bundles and tiles that became full. */
    public record Growth(LogEdge edge, List<EntryBundle> fullBundles, List<Tile> fullTiles) {}

    /**
     * Reads the edge of a log of this size back from its partial files.
     *
     * @throws DamagedLogFile one is missing, malformed, or the entries have other hashes than the tile says
     */
    public static LogEdge read(long size, TileSource source) throws IOException {
        TreeEdge tree = TreeEdge.read(size, source);
        LogLayout layout = new LogLayout(size);
        if (layout.partialWidth(0) == 0) {
            return new LogEdge(tree, List.of());
        }
        BundleId id = new BundleId(layout.fullTiles(0), layout.partialWidth(0));
        List<Entry> tail = EntryBundle.read(id, source).entries();
        try {
            return new LogEdge(tree, tail);
        } catch (IllegalArgumentException e) {
            throw new DamagedLogFile(id, "has entries other than those that were hashed");
        }
    }

    public long size() {
        return tree.size();
    }

    public Hash root() {
        return tree.root();
    }

    /** Appends entries in this order; the first gets the index {@link #size}. */
    public Growth append(List<Entry> entries) {
        List<Entry> open = new ArrayList<>(tail);
        open.addAll(entries);
        List<EntryBundle> full = new ArrayList<>();
        int start = 0;
        for (long index = size() / LogFile.FULL_WIDTH; open.size() - start >= LogFile.FULL_WIDTH; index++) {
            BundleId id = new BundleId(index, LogFile.FULL_WIDTH);
            full.add(new EntryBundle(id, open.subList(start, start + LogFile.FULL_WIDTH)));
            start += LogFile.FULL_WIDTH;
        }
        TreeEdge.Growth growth =
                tree.append(entries.stream().map(Entry::leafHash).toList());
        LogEdge edge = new LogEdge(growth.edge(), open.subList(start, open.size()));
        return new Growth(edge, List.copyOf(full), growth.fullTiles());
    }

    /** The bundle that must be published along with a checkpoint of this size, if there are entries outside full ones. */
    public Optional<EntryBundle> partialBundle() {
        return tail.isEmpty()
                ? Optional.empty()
                : Optional.of(new EntryBundle(new BundleId(size() / LogFile.FULL_WIDTH, tail.size()), tail));
    }
}
