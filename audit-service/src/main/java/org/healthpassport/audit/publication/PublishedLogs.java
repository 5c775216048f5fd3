package org.healthpassport.audit.publication;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.ClosedLog;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.StoredFileCache;
import org.healthpassport.audit.note.ClosingNote;
import org.healthpassport.audit.note.NoteRefused;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.audit.tile.PublishedLog;

/** The log in use, and those that were closed before it, by their numbers. For any number of threads. */
final class PublishedLogs {
    private final LogInUse inUse;
    private final PublishedLog current;
    private final LogStore store;
    private final CheckpointStore checkpoints;
    private final StoredFileCache files;
    private final Supplier<VerifierKey> key;
    private final Map<Integer, ClosedLog> closed = new ConcurrentHashMap<>();

    PublishedLogs(
            LogInUse inUse,
            PublishedLog current,
            LogStore store,
            CheckpointStore checkpoints,
            StoredFileCache files,
            Supplier<VerifierKey> key) {
        this.inUse = inUse;
        this.current = current;
        this.store = store;
        this.checkpoints = checkpoints;
        this.files = files;
        this.key = key;
    }

    /** Empty if there is no such log. */
    Optional<PublishedLog> log(int number) throws IOException {
        return number == inUse.getAsInt()
                ? Optional.of(current)
                : former(number).map(log -> log);
    }

    Optional<VerifierKey> key(int number) throws IOException {
        return number == inUse.getAsInt()
                ? Optional.of(key.get())
                : former(number).map(log -> log.note().log());
    }

    /** The note that closed a log; empty while it is open. */
    Optional<byte[]> closingNote(int number) throws IOException {
        return isFormer(number) ? checkpoints.ofLog(number).closed().map(SignedNote::bytes) : Optional.empty();
    }

    private Optional<ClosedLog> former(int number) throws IOException {
        if (!isFormer(number)) {
            return Optional.empty();
        }
        ClosedLog known = closed.get(number);
        if (known != null) {
            return Optional.of(known);
        }
        CheckpointStore its = checkpoints.ofLog(number);
        Optional<SignedNote> note = its.closed();
        if (note.isEmpty()) {
            return Optional.empty();
        }
        try {
            ClosingNote read = ClosingNote.parse(note.get().text());
            ClosedLog log = new ClosedLog(store.ofLog(number), its, files, read);
            closed.put(number, log);
            return Optional.of(log);
        } catch (NoteRefused e) {
            throw new IOException("Expected the note that closed log %d, but it was changed.".formatted(number), e);
        }
    }

    private boolean isFormer(int number) {
        return number >= LogInUse.FIRST && number < inUse.getAsInt();
    }
}
