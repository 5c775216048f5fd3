package org.healthpassport.audit.signing;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.FullFiles;
import org.healthpassport.audit.log.LogState;
import org.healthpassport.audit.log.LogView;
import org.healthpassport.audit.merkle.ConsistencyProof;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.merkle.MerkleTree;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.NoteRefused;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs committed states, at most one a second. A state is signed only when the stored tiles prove that it continues what was
 * signed last; one that does not would be the evidence of a fork, so that then nothing is signed any more until somebody has
 * looked and started the service again. Used by the writer's thread; {@link #isStopped} by any.
 */
public final class CheckpointSigner {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointSigner.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final SigningKey key;
    private final CheckpointStore checkpoints;
    private final FullFiles files;
    private final LongSupplier nanoTime;
    private @Nullable Signed last;
    private volatile boolean stopped;

    /** @param nanoTime such as {@link System#nanoTime} */
    public CheckpointSigner(SigningKey key, CheckpointStore checkpoints, FullFiles files, LongSupplier nanoTime) {
        this.key = key;
        this.checkpoints = checkpoints;
        this.files = files;
        this.nanoTime = nanoTime;
    }

    private record Signed(long epoch, Checkpoint checkpoint, long time) {}

    /** Whether it signs no more, because what is stored contradicts what was signed. */
    public boolean isStopped() {
        return stopped;
    }

    /**
     * Signs and publishes this state, if it is another one than the last and a second has passed since.
     *
     * @param state committed by the caller, who is the writer of its epoch
     * @throws IOException the store did not answer; the state may be signed by now, and may be signed again
     */
    public void sign(LogState state) throws IOException {
        if (stopped) {
            return;
        }
        try {
            Optional<Checkpoint> before = before(state.epoch());
            if (before.isEmpty() || isDue(before.get(), state)) {
                publish(state, before);
            }
        } catch (Contradiction | DamagedLogFile | NoteRefused e) {
            stopped = true;
            last = null;
            LOG.error("The audit log is not signed any more, as it contradicts what was signed: {}", e.getMessage());
        }
    }

    /** What was signed last; another instance may have done that before this epoch. */
    private Optional<Checkpoint> before(long epoch) throws IOException {
        Signed known = last;
        if (known != null && known.epoch() == epoch) {
            return Optional.of(known.checkpoint());
        }
        Optional<Checkpoint> published = checkpoints.published().map(note -> Checkpoint.open(note, key.verifier()));
        published.ifPresent(checkpoint -> last = new Signed(epoch, checkpoint, nanoTime.getAsLong() - PAUSE_NANOS));
        return published;
    }

    private boolean isDue(Checkpoint before, LogState state) throws Contradiction {
        if (before.size() == state.size() && before.root().equals(state.root())) {
            return false;
        }
        if (before.size() >= state.size()) {
            throw new Contradiction("%d entries of root %s were signed, %d of root %s are stored"
                    .formatted(before.size(), before.root(), state.size(), state.root()));
        }
        Signed known = last;
        return known == null || nanoTime.getAsLong() - known.time() >= PAUSE_NANOS;
    }

    private void publish(LogState state, Optional<Checkpoint> before) throws IOException, Contradiction {
        requireContinuation(state, before);
        Checkpoint checkpoint = new Checkpoint(key.verifier().name(), state.size(), state.root());
        SignedNote kept = checkpoints.keep(state.size(), key.sign(checkpoint));
        if (!Checkpoint.open(kept, key.verifier()).equals(checkpoint)) {
            throw new Contradiction("another root was signed for " + state.size() + " entries");
        }
        checkpoints.publish(state.size(), kept);
        last = new Signed(state.epoch(), checkpoint, nanoTime.getAsLong());
    }

    private void requireContinuation(LogState state, Optional<Checkpoint> before) throws IOException, Contradiction {
        long oldSize = before.map(Checkpoint::size).orElse(0L);
        Hash oldRoot = before.map(Checkpoint::root).orElse(Hash.OF_EMPTY_TREE);
        MerkleTree tree = new MerkleTree(state.size(), new LogView(state, files).tiles());
        ConsistencyProof proof = tree.consistencyFrom(oldSize);
        if (!proof.proves(oldRoot, state.root())) {
            throw new Contradiction(
                    "the log of " + state.size() + " entries does not begin with the " + oldSize + " that were signed");
        }
    }

    /** What is stored and what was signed cannot both be the log. */
    private static final class Contradiction extends Exception {
        private static final long serialVersionUID = 1L;

        Contradiction(String message) {
            super(message);
        }
    }
}
