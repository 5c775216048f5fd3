package org.healthpassport.audit.log;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.NoteRefused;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.audit.tile.LogFile;
import org.healthpassport.audit.tile.LogLayout;
import org.healthpassport.audit.tile.PublishedLog;
import org.jspecify.annotations.Nullable;

/**
 * The log as every instance reads it from the store. Only the signed part is published: the latest checkpoint and the files
 * below its size. {@link #committed} has the entries that are not signed yet as well. For any number of threads.
 */
public final class CommittedLog implements PublishedLog, CommittedEntries {
    private static final long FRESH_NANOS = Duration.ofMillis(100).toNanos();

    private final LogStore store;
    private final CheckpointStore checkpoints;
    private final StoredFileCache files;
    private final LongSupplier nanoTime;
    private volatile @Nullable Snapshot latest;

    /** @param nanoTime such as {@link System#nanoTime} */
    public CommittedLog(LogStore store, CheckpointStore checkpoints, StoredFileCache files, LongSupplier nanoTime) {
        this.store = store;
        this.checkpoints = checkpoints;
        this.files = files;
        this.nanoTime = nanoTime;
    }

    /** A checkpoint and its bytes. */
    public record Signed(Checkpoint checkpoint, SignedNote note) {}

    private record Snapshot(LogView view, Optional<Signed> signed, long readAt) {}

    /** The latest checkpoint; it may be 100 ms old. Its signature was not verified. */
    public Optional<Signed> signed() throws IOException {
        return snapshot().signed();
    }

    @Override
    public Optional<byte[]> checkpoint() throws IOException {
        return signed().map(signed -> signed.note().bytes());
    }

    /** A file of the latest checkpoint's size or of a smaller one. */
    @Override
    public Optional<byte[]> find(LogFile file) throws IOException {
        Snapshot snapshot = snapshot();
        long size = snapshot.signed().map(signed -> signed.checkpoint().size()).orElse(0L);
        return LogView.covers(new LogLayout(size), file) ? snapshot.view().find(file) : Optional.empty();
    }

    /** All committed entries, signed or not; it may be 100 ms old. */
    public LogView committed() throws IOException {
        return snapshot().view();
    }

    /** The number of committed entries; it may be 100 ms old. */
    @Override
    public long size() throws IOException {
        return committed().size();
    }

    @Override
    public List<Entry> entries(long from, long to) throws IOException {
        return committed().entries(from, to);
    }

    /** Reads everything again at the next call, as after another log was put into use. */
    public synchronized void forget() {
        latest = null;
    }

    private Snapshot snapshot() throws IOException {
        Snapshot snapshot = latest;
        return snapshot != null && isFresh(snapshot) ? snapshot : read();
    }

    private synchronized Snapshot read() throws IOException {
        Snapshot snapshot = latest;
        if (snapshot != null && isFresh(snapshot)) {
            return snapshot;
        }
        long now = nanoTime.getAsLong();
        // In this order, so that the state has at least the signed entries.
        Optional<Signed> signed = readSigned();
        Snapshot read = new Snapshot(new LogView(store.state(), files), signed, now);
        latest = read;
        return read;
    }

    private Optional<Signed> readSigned() throws IOException {
        Optional<SignedNote> note = checkpoints.published();
        try {
            return note.map(signed -> new Signed(Checkpoint.parse(signed.text()), signed));
        } catch (NoteRefused e) {
            throw new IOException("Expected the published note to be a checkpoint, but it is none.", e);
        }
    }

    private boolean isFresh(Snapshot snapshot) {
        return nanoTime.getAsLong() - snapshot.readAt() < FRESH_NANOS;
    }
}
