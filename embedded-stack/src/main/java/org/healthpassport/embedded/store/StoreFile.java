package org.healthpassport.embedded.store;

import java.time.Duration;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** The file behind the store: committed by the {@link GroupCommit} alone, and compacted a little at a time. */
final class StoreFile implements GroupCommit.Storage, AutoCloseable {
    /** Below this nobody misses the space. */
    private static final long SMALL = 16L << 20;

    private static final int WELL_FILLED_PERCENT = 75;
    private static final int FEW_HOLES_PERCENT = 60;
    private static final int ALL_CHUNKS_PERCENT = 101;
    private static final int REWRITTEN_AT_ONCE = 2 << 20;
    private static final long BETWEEN_COMPACTIONS = Duration.ofSeconds(5).toNanos();
    private static final Duration COMPACTION_BUDGET = Duration.ofMillis(100);
    private static final Duration CLOSING_COMPACTION_BUDGET = Duration.ofSeconds(2);

    private final MVStore store;
    private final long betweenCompactions;
    private long lastCompaction = System.nanoTime();

    private StoreFile(MVStore store, long betweenCompactions) {
        this.store = store;
        this.betweenCompactions = betweenCompactions;
    }

    static StoreFile open(String fileName) {
        return open(fileName, BETWEEN_COMPACTIONS);
    }

    static StoreFile open(String fileName, long nanosBetweenCompactions) {
        MVStore store = new MVStore.Builder()
                .fileName(fileName)
                .autoCommitDisabled()
                // Or else a full buffer commits half a write, and a document could be found without its index entries.
                .autoCommitBufferSize(0)
                .open();
        // Nobody reads old versions, and a commit is on the disk before its successor reuses the space of what it
        // freed.
        store.setVersionsToKeep(0);
        store.setRetentionTime(0);
        return new StoreFile(store, nanosBetweenCompactions);
    }

    MVStore store() {
        return store;
    }

    @Override
    public void commit() {
        store.commit();
        requireOpen();
    }

    @Override
    public void force() {
        store.sync();
        requireOpen();
    }

    /** A failed write closes an MVStore, and a closed one ignores commits in silence. */
    private void requireOpen() {
        if (store.isClosed()) {
            MVStoreException cause = store.getPanicException();
            throw cause != null ? cause : new IllegalStateException("Expected an open store, but it is closed");
        }
    }

    @Override
    public void tidy() {
        if (System.nanoTime() - lastCompaction < betweenCompactions
                || store.getFileStore().size() < SMALL) {
            return;
        }
        compact(COMPACTION_BUDGET);
        lastCompaction = System.nanoTime();
    }

    /**
     * Writes what is still alive in badly filled chunks anew, then also well-filled ones while the file has many holes:
     * they land in the holes, and the file's end is cut off. H2's own way of moving chunks (compactFile) trips over an
     * assertion of its own in 2.4.240.
     */
    private void compact(Duration budget) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < budget.toNanos() && (rewrite(WELL_FILLED_PERCENT) || fillHoles())) {
            commit();
            force();
        }
    }

    private boolean fillHoles() {
        return store.getFileStore().getFillRate() < FEW_HOLES_PERCENT && rewrite(ALL_CHUNKS_PERCENT);
    }

    private boolean rewrite(int chunksFilledBelowPercent) {
        return store.compact(chunksFilledBelowPercent, REWRITTEN_AT_ONCE);
    }

    /** Compacts what time allows and closes the file; nothing happens when it is closed. */
    @Override
    public void close() {
        if (!store.isClosed()) {
            compact(CLOSING_COMPACTION_BUDGET);
        }
        store.close();
    }
}
