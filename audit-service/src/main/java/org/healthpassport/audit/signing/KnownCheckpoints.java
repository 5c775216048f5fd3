package org.healthpassport.audit.signing;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.LogState;
import org.healthpassport.audit.log.LogView;
import org.healthpassport.audit.log.StoredFileCache;
import org.healthpassport.audit.merkle.ConsistencyProof;
import org.healthpassport.audit.merkle.MerkleTree;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.NoteRefused;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.audit.tile.DamagedLogFile;

/**
 * All checkpoints that are known to be signed. An attacker who controls the database can replace the published checkpoint by an
 * older one, or delete it, to have another log signed from there on. So there are three places: the published one, the largest
 * of those that are kept, and {@link LastSignedFile}, which is not in the database. A machine without the file, such as one
 * that has never signed, relies on the database alone; copy the file along with the key to avoid that. If another machine has
 * signed since, the file is older, and the log still continues it. If there is no checkpoint at all, the log is new.
 */
public final class KnownCheckpoints {
    private final CheckpointStore checkpoints;
    private final LastSignedFile lastSigned;
    private final StoredFileCache files;

    public KnownCheckpoints(CheckpointStore checkpoints, LastSignedFile lastSigned, StoredFileCache files) {
        this.checkpoints = checkpoints;
        this.lastSigned = lastSigned;
        this.files = files;
    }

    /**
     * Demands that a state continues all of them.
     *
     * @throws NoteRefused one of them is none of this key
     * @throws DamagedLogFile a tile that a proof needs is not the one that was logged
     */
    public void requireContinuedBy(LogState state, VerifierKey key) throws IOException, Contradiction {
        List<Checkpoint> signed = notes().stream()
                .map(note -> Checkpoint.open(note, key))
                .distinct()
                .toList();
        for (Checkpoint before : signed) {
            requireNotAhead(before, state);
            requireContinuation(before, state);
        }
    }

    /** True if something was signed, but not with the file of this machine: what was signed last is not known then. */
    public boolean isWitnessGone() throws IOException {
        return lastSigned.read().isEmpty() && checkpoints.published().isPresent();
    }

    /**
     * The largest of them; those that are none of this key do not count.
     *
     * @throws NoteRefused the file is something else
     */
    public Optional<Checkpoint> largest(VerifierKey key) throws IOException {
        return notes().stream()
                .flatMap(note -> opened(note, key).stream())
                .max(Comparator.comparingLong(Checkpoint::size));
    }

    /** The largest of those that are kept and that a state continues. */
    public Optional<Checkpoint> largestContinuedBy(LogState state, VerifierKey key) throws IOException {
        Optional<SignedNote> kept = checkpoints.largest(state.size());
        while (kept.isPresent()) {
            Optional<Checkpoint> checkpoint = opened(kept.get(), key).filter(signed -> signed.size() <= state.size());
            if (checkpoint.isPresent() && isContinuation(checkpoint.get(), state)) {
                return checkpoint;
            }
            long size = checkpoint.map(Checkpoint::size).orElse(0L);
            kept = size == 0 ? Optional.empty() : checkpoints.largest(size - 1);
        }
        return Optional.empty();
    }

    void requireNotAhead(Checkpoint before, LogState state) throws Contradiction {
        boolean same = before.size() == state.size() && before.root().equals(state.root());
        if (before.size() >= state.size() && !same) {
            throw new Contradiction("%d entries of root %s were signed, %d of root %s are stored"
                    .formatted(before.size(), before.root(), state.size(), state.root()));
        }
    }

    void requireContinuation(Checkpoint before, LogState state) throws IOException, Contradiction {
        if (!isContinuation(before, state)) {
            throw new Contradiction("the log of " + state.size() + " entries does not begin with the " + before.size()
                    + " that were signed");
        }
    }

    private boolean isContinuation(Checkpoint before, LogState state) throws IOException {
        MerkleTree tree = new MerkleTree(state.size(), new LogView(state, files).tiles());
        ConsistencyProof proof = tree.consistencyFrom(before.size());
        return proof.proves(before.root(), state.root());
    }

    private List<SignedNote> notes() throws IOException {
        return Stream.of(lastSigned.read(), checkpoints.largest(), checkpoints.published())
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Checkpoint> opened(SignedNote note, VerifierKey key) {
        try {
            return Optional.of(Checkpoint.open(note, key));
        } catch (NoteRefused notOfThisKey) {
            return Optional.empty();
        }
    }
}
