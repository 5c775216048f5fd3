package org.healthpassport.audit.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.tile.BundleId;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.audit.tile.EntryBundle;
import org.healthpassport.audit.tile.LogFile;
import org.healthpassport.audit.tile.LogLayout;
import org.healthpassport.audit.tile.Tile;
import org.healthpassport.audit.tile.TileId;
import org.healthpassport.audit.tile.TileSource;
import org.healthpassport.audit.tile.VerifiedTiles;

/**
 * The log as of one committed state, with its files, including those that were partial at a smaller size. Each file is
 * verified, level by level, against the root of the state. For any number of threads.
 */
public final class LogView implements TileSource, CommittedEntries {
    private final LogState state;
    private final LogLayout layout;
    private final StoredFileCache files;

    public LogView(LogState state, StoredFileCache files) {
        this.state = state;
        this.layout = new LogLayout(state.size());
        this.files = files;
    }

    public LogState state() {
        return state;
    }

    @Override
    public long size() {
        return state.size();
    }

    /** A file that a log of this or of a smaller size has. */
    @Override
    public Optional<byte[]> find(LogFile file) throws IOException {
        if (!covers(layout, file)) {
            return Optional.empty();
        }
        if (file instanceof TileId id) {
            List<Hash> hashes = tile(id.level(), id.index()).hashes();
            return Optional.of(new Tile(id, hashes.subList(0, id.width())).bytes());
        }
        BundleId id = (BundleId) file;
        List<Entry> entries = bundle(id.index()).entries();
        return Optional.of(new EntryBundle(id, entries.subList(0, id.width())).bytes());
    }

    /** A tile as wide as it is now. */
    Tile tile(int level, long index) throws IOException {
        if (index == layout.fullTiles(level)) {
            List<Hash> tail = state.edge().tree().tails().get(level);
            return new Tile(new TileId(level, index, tail.size()), tail);
        }
        return files.tile(new TileId(level, index, LogFile.FULL_WIDTH), root(level, index));
    }

    /**
     * A bundle as wide as it is now; {@link IndexOutOfBoundsException} if the log ends before it.
     *
     * @throws DamagedLogFile a stored file is not the one that was logged
     */
    public EntryBundle bundle(long index) throws IOException {
        List<Entry> tail = state.edge().tail();
        if (index == layout.fullTiles(0) && !tail.isEmpty()) {
            return new EntryBundle(new BundleId(index, tail.size()), tail);
        }
        Objects.checkIndex(index, layout.fullTiles(0));
        return files.bundle(new BundleId(index, LogFile.FULL_WIDTH), root(0, index));
    }

    /** As {@link #entries}, of one entry. */
    public Entry entry(long index) throws IOException {
        return entries(index, Math.addExact(index, 1)).get(0);
    }

    /**
     * The entries of a range, in order; {@link IndexOutOfBoundsException} if it is not within {@link #size}. Reads whole
     * bundles; callers keep ranges short.
     *
     * @throws DamagedLogFile a stored file is not the one that was logged
     */
    @Override
    public List<Entry> entries(long from, long to) throws IOException {
        Objects.checkFromToIndex(from, to, size());
        List<Entry> entries = new ArrayList<>();
        long next = from;
        while (next < to) {
            EntryBundle bundle = bundle(next / LogFile.FULL_WIDTH);
            long first = bundle.id().firstEntry();
            int end = (int) Math.min(to - first, bundle.id().width());
            entries.addAll(bundle.entries().subList((int) (next - first), end));
            next = first + end;
        }
        return entries;
    }

    /** The verified tiles for proofs about this size; for one thread. */
    public VerifiedTiles tiles() throws IOException {
        return new VerifiedTiles(size(), state.root(), this);
    }

    /** Tells whether the log has the entry at the position that its writer noted. */
    public boolean has(EntryPosition position) throws IOException {
        long index = position.index();
        return index < size()
                && tile(0, index / LogFile.FULL_WIDTH)
                        .hashes()
                        .get((int) (index % LogFile.FULL_WIDTH))
                        .equals(position.leaf());
    }

    static boolean covers(LogLayout layout, LogFile file) {
        int level = file instanceof TileId id ? id.level() : 0;
        long full = layout.fullTiles(level);
        return file.index() < full || (file.index() == full && file.width() <= layout.partialWidth(level));
    }

    private Hash root(int level, long index) throws IOException {
        return tile(level + 1, index / LogFile.FULL_WIDTH).hashes().get((int) (index % LogFile.FULL_WIDTH));
    }
}
