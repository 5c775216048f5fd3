package org.healthpassport.audit.log;

import java.io.IOException;
import java.util.Optional;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.ClosingNote;
import org.healthpassport.audit.note.NoteRefused;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.tile.LogFile;
import org.healthpassport.audit.tile.LogLayout;
import org.healthpassport.audit.tile.PublishedLog;
import org.jspecify.annotations.Nullable;

/** A log that was closed, up to the checkpoint that its closing note keeps; it does not change any more. For any number of threads. */
public final class ClosedLog implements PublishedLog {
    private final LogStore store;
    private final CheckpointStore checkpoints;
    private final StoredFileCache files;
    private final ClosingNote note;
    private volatile @Nullable LogView restored;

    /**
     * @param store of this log
     * @param checkpoints of this log
     */
    public ClosedLog(LogStore store, CheckpointStore checkpoints, StoredFileCache files, ClosingNote note) {
        this.store = store;
        this.checkpoints = checkpoints;
        this.files = files;
        this.note = note;
    }

    public ClosingNote note() {
        return note;
    }

    /** The checkpoint that is kept; empty if none is. */
    @Override
    public Optional<byte[]> checkpoint() throws IOException {
        return checkpoints.largest(note.kept().size()).filter(this::isKept).map(SignedNote::bytes);
    }

    @Override
    public Optional<byte[]> find(LogFile file) throws IOException {
        return LogView.covers(new LogLayout(note.kept().size()), file)
                ? restored().find(file)
                : Optional.empty();
    }

    private boolean isKept(SignedNote checkpoint) {
        try {
            Checkpoint signed = Checkpoint.parse(checkpoint.text());
            return signed.size() == note.kept().size()
                    && signed.root().equals(note.kept().root());
        } catch (NoteRefused changed) {
            return false;
        }
    }

    private LogView restored() throws IOException {
        LogView known = restored;
        if (known == null) {
            known = new LogView(store.state(), files);
            restored = known;
        }
        return known;
    }
}
