package org.healthpassport.embedded.store;

import java.time.Duration;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** The file behind the store: committed by the {@link GroupCommit} alone, and compacted a little at a time. */
final class StoreFile implements GroupCommit.Storage, AutoCloseable {
    /** Below this nobody misses the space. */
    private static final long SMALL = 16L << 20;

    private static final int WELL_FILLED_PERCENT = 60;
    private static final long BETWEEN_COMPACTIONS = Duration.ofSeconds(5).toNanos();
    private static final int COMPACTION_BUDGET_MILLIS = 100;
    private static final int CLOSING_COMPACTION_BUDGET_MILLIS = 2_000;

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
        long now = System.nanoTime();
        if (now - lastCompaction < betweenCompactions || isTidy()) {
            return;
        }
        store.compactFile(COMPACTION_BUDGET_MILLIS);
        requireOpen();
        lastCompaction = System.nanoTime();
    }

    private boolean isTidy() {
        FileStore<?> file = store.getFileStore();
        return file.size() < SMALL
                || (file.getFillRate() >= WELL_FILLED_PERCENT && file.getChunksFillRate() >= WELL_FILLED_PERCENT);
    }

    /** Compacts what time allows and closes the file; nothing happens when it is closed. */
    @Override
    public void close() {
        store.close(CLOSING_COMPACTION_BUDGET_MILLIS);
    }
}
