package org.healthpassport.embedded.store.commit;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file behind the store: committed by the {@link GroupCommit} alone, and compacted a little at a time. */
public final class StoreFile implements GroupCommit.Storage, AutoCloseable {
    /** Smaller files are not compacted. */
    private static final long SMALL = 16L << 20;

    private static final int WELL_FILLED_PERCENT = 75;
    private static final int FEW_HOLES_PERCENT = 60;
    private static final int ALL_CHUNKS_PERCENT = 101;
    private static final int REWRITTEN_AT_ONCE = 2 << 20;
    private static final long BETWEEN_COMPACTIONS = Duration.ofSeconds(5).toNanos();
    private static final Duration COMPACTION_BUDGET = Duration.ofMillis(100);
    private static final Duration CLOSING_COMPACTION_BUDGET = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(StoreFile.class);

    private final MVStore store;
    private final long betweenCompactions;
    private final BooleanSupplier hasSpace;
    private long lastCompaction = System.nanoTime();

    private StoreFile(MVStore store, long betweenCompactions, BooleanSupplier hasSpace) {
        this.store = store;
        this.betweenCompactions = betweenCompactions;
        this.hasSpace = hasSpace;
    }

    static StoreFile open(String fileName, long nanosBetweenCompactions) {
        return open(fileName, nanosBetweenCompactions, () -> true);
    }

    /** @param hasRoom false while the disk is so full that nothing should be written only to save space later */
    public static StoreFile open(String fileName, BooleanSupplier hasSpace) {
        return open(fileName, BETWEEN_COMPACTIONS, hasSpace);
    }

    private static StoreFile open(String fileName, long nanosBetweenCompactions, BooleanSupplier hasSpace) {
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
        return new StoreFile(store, nanosBetweenCompactions, hasSpace);
    }

    public MVStore store() {
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
                || !hasSpace.getAsBoolean()
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

    /** Compacts as far as time and space allow, and closes the file; does nothing when it is closed. */
    @Override
    public void close() {
        try {
            if (!store.isClosed() && hasSpace.getAsBoolean()) {
                compact(CLOSING_COMPACTION_BUDGET);
            }
            store.close();
        } catch (MVStoreException e) {
            // Mostly the disk is full. All acknowledged writes are on it.
            log.warn("Expected to tidy up the store while closing it, but could not: {}", e.getMessage());
            store.closeImmediately();
        }
    }
}
