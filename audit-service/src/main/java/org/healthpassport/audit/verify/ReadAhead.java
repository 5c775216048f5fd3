package org.healthpassport.audit.verify;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.healthpassport.audit.tile.BundleId;
import org.healthpassport.audit.tile.LogLayout;
import org.healthpassport.audit.tile.TileSource;

/** Reads and hashes bundles on some threads, ahead of the caller that takes them in order, because a network is slow. */
final class ReadAhead implements AutoCloseable {
    /** Each holds at most one bundle and one tile, 34 MB while it reads. */
    private static final int THREADS = 4;

    private static final int WAITING = 32;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "log-reader");
        thread.setDaemon(true);
        return thread;
    });
    private final Queue<Future<BundleLeaves>> begun = new ArrayDeque<>();
    private final Iterator<BundleId> bundles;
    private final TileSource source;

    ReadAhead(LogLayout layout, TileSource source) {
        this.bundles = layout.bundles().iterator();
        this.source = source;
    }

    boolean hasNext() {
        return bundles.hasNext() || !begun.isEmpty();
    }

    BundleLeaves next() throws IOException {
        while (bundles.hasNext() && begun.size() < WAITING) {
            BundleId bundle = bundles.next();
            begun.add(threads.submit(() -> BundleLeaves.read(bundle, source)));
        }
        try {
            return begun.remove().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("Expected to read a bundle, but could not.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while reading the log.");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
