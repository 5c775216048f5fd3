package org.healthpassport.audit.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.healthpassport.audit.entry.Finding;
import org.healthpassport.audit.entry.FindingEntries;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.log.LogState;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.LogView;
import org.healthpassport.audit.log.StoredFileCache;
import org.healthpassport.audit.log.write.LogWriter;
import org.healthpassport.audit.log.write.Superseded;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.ClosingNote;
import org.healthpassport.audit.note.ClosingNote.Signed;
import org.healthpassport.audit.note.ClosingNote.Tree;
import org.healthpassport.audit.note.NoteRefused;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.projection.Projection;
import org.healthpassport.audit.projection.Projector;
import org.healthpassport.audit.signing.Contradiction;
import org.healthpassport.audit.signing.KnownCheckpoints;
import org.healthpassport.audit.signing.LastSignedFile;
import org.healthpassport.audit.signing.LogKeyFile;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.healthpassport.audit.tile.LogEdge;
import org.healthpassport.vault.digest.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a log whose database was put back to an earlier time, and continues it in a new one. The old key signs a note that
 * says so. The new log has a key of its own, and begins with an entry about the note and copies of all restored entries.
 *
 * <pre>
 *   key of the next log, aside -> note in the folder of witnesses -> copies -> state of the next log, end of the old one
 *     -> note published -> views -> key of the next log in its place -> key of the old log destroyed
 * </pre>
 *
 * Whoever finds the note goes on with it, so there is one note and one next log however often a start is interrupted. An
 * {@link IllegalStateException} says what an operator has to do. For one thread, which holds the lease of the writer.
 */
final class LogContinuation {
    private static final Logger LOG = LoggerFactory.getLogger(LogContinuation.class);
    private static final String SETTING = "HEALTHPASSPORT_RESTORE_REASON";

    private final Path keys;
    private final Path witnesses;
    private final String origin;
    private final LogStore store;
    private final CheckpointStore checkpoints;
    private final StoredFileCache files;
    private final Generations generations;
    private final List<Projection> views;
    private final Clock clock;
    private final Consumer<ContinuationStep> done;

    /**
     * @param keys the folder of the log's key
     * @param witnesses the folder of what is not in the database
     * @param origin the name of the first log
     * @param done is told of each step
     */
    LogContinuation(
            Path keys,
            Path witnesses,
            String origin,
            LogStore store,
            CheckpointStore checkpoints,
            StoredFileCache files,
            Generations generations,
            List<Projection> views,
            Clock clock,
            Consumer<ContinuationStep> done) {
        this.keys = keys;
        this.witnesses = witnesses;
        this.origin = origin;
        this.store = store;
        this.checkpoints = checkpoints;
        this.files = files;
        this.generations = generations;
        this.views = List.copyOf(views);
        this.clock = clock;
        this.done = done;
    }

    /** Demands that no continuation was begun and left. */
    void requireNoneBegun() throws IOException {
        int log = LogKeyFile.logInUse(keys);
        Optional<SignedNote> begun = file(log).read();
        if (begun.isPresent()) {
            throw new IllegalStateException(
                    "Expected the audit log to be open, but %s closes it, and the log that continues it is not in use; to finish that, start once with %s, or put back the newest key of the log if it is missing."
                            .formatted(file(log), SETTING));
        }
    }

    /** Tells whether an earlier start has continued the log for this reason, and nothing has happened to it since. */
    boolean isFinished(String reason) throws IOException {
        int log = LogKeyFile.logInUse(keys);
        Optional<ClosingNote> opening =
                opening(log).filter(note -> note.reason().equals(reason));
        if (opening.isEmpty() || file(log).read().isPresent()) {
            return false;
        }
        LogState state = store.ofLog(log).state();
        VerifierKey key = LogKeyFile.open(keys, origin).verifier();
        boolean whole = contradiction(known(log), state, key).isEmpty();
        if (whole) {
            LOG.info(
                    "The audit log was continued by an earlier start, after the restore of {}; remove {} once this start is over",
                    opening.get().time(),
                    SETTING);
        }
        return whole;
    }

    /**
     * Continues the log in use in a new one, or goes on with what an earlier start began.
     *
     * @param reason of the restore
     * @throws IllegalStateException there is nothing to continue, or something is missing for it
     */
    void run(String reason, Lead lead) throws IOException {
        int log = LogKeyFile.logInUse(keys);
        SigningKey key = LogKeyFile.open(keys, origin);
        ClosingNoteFile file = file(log);
        Optional<SignedNote> begun = file.read();
        if (begun.isEmpty()) {
            LogState state = takenOver(log);
            KnownCheckpoints known = known(log);
            Optional<String> contradiction = contradiction(known, state, key.verifier());
            if (contradiction.isEmpty()) {
                throw new IllegalStateException(
                        "Expected the audit log to lack entries that were signed, as %s is set, but it continues all that was signed; remove the setting and start again. If the folder of HEALTHPASSPORT_WITNESS_DIR was restored as well, empty it instead."
                                .formatted(SETTING));
            }
            requireNewReason(reason, log);
            LOG.warn("The audit log is continued in a new one, as MongoDB was restored: {}", contradiction.get());
            SigningKey next = LogKeyFile.prepare(keys, origin, log + 1);
            done.accept(ContinuationStep.KEY_MADE);
            file.write(key.sign(note(known, restored(log), key.verifier(), next.verifier(), reason)));
            done.accept(ContinuationStep.NOTE_WRITTEN);
        }
        SignedNote signed = file.read().orElseThrow();
        finish(log, signed, ClosingNote.open(signed, key.verifier()), lead);
    }

    /** Destroys what only the logs before the one in use needed, and publishes the notes that closed them. */
    void tidy() throws IOException {
        int log = LogKeyFile.logInUse(keys);
        LogKeyFile.destroyFormer(keys);
        done.accept(ContinuationStep.KEY_DESTROYED);
        for (int former = LogInUse.FIRST; former < log; former++) {
            // A database that was restored may be older than the note.
            Optional<SignedNote> note = file(former).read();
            if (note.isPresent()) {
                checkpoints.ofLog(former).close(note.get());
            }
        }
    }

    private void finish(int log, SignedNote signed, ClosingNote note, Lead lead) throws IOException {
        int following = log + 1;
        SigningKey next = LogKeyFile.openPrepared(keys, origin, following);
        if (!next.verifier().equals(note.next())) {
            throw new IllegalStateException(
                    "Expected the key that %s names, %s, but found another one; restore the folder of the key."
                            .formatted(file(log), note.next()));
        }
        takenOver(log);
        LogState restored = restored(log);
        if (restored.size() != note.restored().size()
                || !restored.root().equals(note.restored().root())) {
            throw new IllegalStateException(
                    "Expected the %s entries that %s names, but MongoDB has %d; restore the same backup again."
                            .formatted(note.restored().size(), file(log), restored.size()));
        }
        LogEdge copy =
                new LogCopy(store.ofLog(following)).copy(first(signed, note), new LogView(restored, files), lead);
        done.accept(ContinuationStep.COPIED);
        commit(following, new LogState(1, copy, restored.offsets()));
        done.accept(ContinuationStep.COMMITTED);
        for (int former = LogInUse.FIRST; former <= log; former++) {
            store.ofLog(former).end();
        }
        done.accept(ContinuationStep.CLOSED);
        checkpoints.ofLog(log).close(signed);
        done.accept(ContinuationStep.NOTE_PUBLISHED);
        CommittedLog committed =
                new CommittedLog(store.ofLog(following), checkpoints.ofLog(following), files, System::nanoTime);
        new Projector(committed, generations, views).buildAnew(lead::require);
        done.accept(ContinuationStep.VIEWS_BUILT);
        LogKeyFile.switchTo(keys, following);
        done.accept(ContinuationStep.KEY_SWITCHED);
        LOG.warn(
                "The audit log {} is closed and continued in {}: {} entries were restored, {} are known to be signed; publish the new verifier key {}",
                note.log().name(),
                note.next().name(),
                note.restored().size(),
                note.signed().largest().size(),
                note.next());
    }

    private ClosingNote note(
            KnownCheckpoints known, LogState restored, VerifierKey key, VerifierKey next, String reason)
            throws IOException {
        Tree kept = tree(known.largestContinuedBy(restored, key));
        Tree signed = tree(known.largest(key));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        // What is kept was signed, even if the witness is gone that knew the largest.
        Tree largest = signed.size() < kept.size() ? kept : signed;
        return new ClosingNote(
                key,
                next,
                new Signed(largest, known.isWitnessGone()),
                new Tree(restored.size(), restored.root()),
                kept,
                now,
                reason);
    }

    private static Tree tree(Optional<Checkpoint> checkpoint) {
        return checkpoint.map(signed -> new Tree(signed.size(), signed.root())).orElse(Tree.EMPTY);
    }

    private static IdentifiedEntry first(SignedNote signed, ClosingNote note) {
        Finding.LogContinued continued = new Finding.LogContinued(
                HexFormat.of().formatHex(Sha256.of(signed.bytes())),
                note.log().name(),
                note.signed().largest().size(),
                note.restored().size(),
                note.kept().size());
        return FindingEntries.ofContinued(continued, note.time());
    }

    private void commit(int following, LogState first) throws IOException {
        LogStore next = store.ofLog(following);
        if (!next.replace(LogState.EMPTY, first)) {
            LogState there = next.state();
            if (there.size() != first.size() || !there.root().equals(first.root())) {
                throw new IllegalStateException(
                        "Expected MongoDB not to have log %d yet, but it has %d entries of it; restore the backup into an empty database."
                                .formatted(following, there.size()));
            }
        }
    }

    /** Ends the epoch of every writer that sleeps. */
    private LogState takenOver(int log) throws IOException {
        LogStore old = store.ofLog(log);
        try {
            return new LogWriter(old, files).takeOver();
        } catch (Superseded closed) {
            return old.state();
        }
    }

    /** The newest log that was restored: the backup may be from before the log in use began. */
    private LogState restored(int log) throws IOException {
        for (int newest = log; newest > LogInUse.FIRST; newest--) {
            LogState state = store.ofLog(newest).state();
            if (state.size() > 0) {
                return state;
            }
        }
        return store.ofLog(LogInUse.FIRST).state();
    }

    private KnownCheckpoints known(int log) {
        return new KnownCheckpoints(checkpoints.ofLog(log), new LastSignedFile(witnesses, () -> log), files);
    }

    private static Optional<String> contradiction(KnownCheckpoints known, LogState state, VerifierKey key)
            throws IOException {
        try {
            known.requireContinuedBy(state, key);
            return known.isWitnessGone()
                    ? Optional.of("the last signed note is gone, so nobody knows what was signed since the backup")
                    : Optional.empty();
        } catch (Contradiction | NoteRefused | DamagedLogFile e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** A setting that was forgotten must not excuse what happens later. */
    private void requireNewReason(String reason, int log) throws IOException {
        Optional<ClosingNote> same = opening(log).filter(note -> note.reason().equals(reason));
        if (same.isPresent()) {
            throw new IllegalStateException(
                    "Expected %s to be that of a new restore, but the restore of %s had the same reason; if MongoDB was restored again, give another reason, such as one with today's date, otherwise somebody has changed the log."
                            .formatted(SETTING, same.get().time()));
        }
    }

    /** The note that closed the log before this one. */
    private Optional<ClosingNote> opening(int log) throws IOException {
        if (log == LogInUse.FIRST) {
            return Optional.empty();
        }
        Optional<SignedNote> note = file(log - 1).read();
        if (note.isEmpty()) {
            note = checkpoints.ofLog(log - 1).closed();
        }
        return note.map(signed -> ClosingNote.parse(signed.text()));
    }

    private ClosingNoteFile file(int log) {
        return new ClosingNoteFile(witnesses, log);
    }
}
