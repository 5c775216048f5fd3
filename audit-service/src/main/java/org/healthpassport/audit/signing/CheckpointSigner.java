package org.healthpassport.audit.signing;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs committed states, at most one a second. A state is signed only when the stored tiles prove that it continues the last
 * signed one. A state that does not would be evidence of a fork: signing stops until an operator has looked into it and
 * started the service again. For the writer's thread; {@link #isStopped} for any.
 *
 * <p>The last signed checkpoint is looked up in three places. An attacker who controls the database can replace the published
 * checkpoint by an older one, or delete it, to have another log signed from there on. So at the beginning of each epoch the
 * state must continue all checkpoints that are known: the published one, the largest of those that are kept, and the one in
 * {@link LastSignedFile}, which is not in the database. The file is written before a checkpoint is published, so it covers
 * every checkpoint that anybody has seen. A machine without the file, such as one that has never signed, relies on the
 * database alone; copy the file along with the key to avoid that. If another machine has signed since, the file is older, and
 * the log still continues it. If there is no checkpoint at all, the log is new.
 */
public final class CheckpointSigner {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointSigner.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<SigningKey> key;
    private final CheckpointStore checkpoints;
    private final LastSignedFile lastSigned;
    private final StoredFileCache files;
    private final LongSupplier nanoTime;
    private @Nullable Signed last;
    private volatile boolean stopped;

    /**
     * @param key asked for when something is signed
     * @param nanoTime such as {@link System#nanoTime}
     */
    public CheckpointSigner(
            Supplier<SigningKey> key,
            CheckpointStore checkpoints,
            LastSignedFile lastSigned,
            StoredFileCache files,
            LongSupplier nanoTime) {
        this.key = key;
        this.checkpoints = checkpoints;
        this.lastSigned = lastSigned;
        this.files = files;
        this.nanoTime = nanoTime;
    }

    private record Signed(long epoch, Checkpoint checkpoint, long time) {}

    /** Tells whether signing has stopped because the stored log contradicts a signed checkpoint. */
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
            Optional<Checkpoint> before = before(state);
            if (before.isEmpty() || isDue(before.get(), state)) {
                publish(state, before);
            }
        } catch (Contradiction | DamagedLogFile | NoteRefused e) {
            stopped = true;
            last = null;
            LOG.error(
                    "Expected the audit log to continue what was signed, but it does not; nothing is signed until the service is started again: {}",
                    e.getMessage());
        }
    }

    /** The checkpoint that was published last. The first one of an epoch is compared with all that are known to be signed. */
    private Optional<Checkpoint> before(LogState state) throws IOException, Contradiction {
        Signed known = last;
        if (known != null && known.epoch() == state.epoch()) {
            return Optional.of(known.checkpoint());
        }
        Optional<SignedNote> published = checkpoints.published();
        for (Checkpoint signed : opened(lastSigned.read(), checkpoints.largest(), published)) {
            requireNotAhead(signed, state);
            requireContinuation(state, signed);
        }
        // One that is kept but not published is signed again, to the same note, and published then.
        Optional<Checkpoint> before = opened(published).stream().findFirst();
        before.ifPresent(
                checkpoint -> last = new Signed(state.epoch(), checkpoint, nanoTime.getAsLong() - PAUSE_NANOS));
        return before;
    }

    @SafeVarargs
    private final List<Checkpoint> opened(Optional<SignedNote>... notes) {
        return Stream.of(notes)
                .flatMap(Optional::stream)
                .map(note -> Checkpoint.open(note, key.get().verifier()))
                .distinct()
                .toList();
    }

    private boolean isDue(Checkpoint before, LogState state) throws Contradiction {
        if (before.size() == state.size() && before.root().equals(state.root())) {
            return false;
        }
        requireNotAhead(before, state);
        Signed known = last;
        return known == null || nanoTime.getAsLong() - known.time() >= PAUSE_NANOS;
    }

    private void publish(LogState state, Optional<Checkpoint> before) throws IOException, Contradiction {
        if (before.isPresent()) {
            requireContinuation(state, before.get());
        }
        Checkpoint checkpoint = new Checkpoint(key.get().verifier().name(), state.size(), state.root());
        SignedNote kept = checkpoints.keep(state.size(), key.get().sign(checkpoint));
        if (!Checkpoint.open(kept, key.get().verifier()).equals(checkpoint)) {
            throw new Contradiction("another root was signed for " + state.size() + " entries");
        }
        lastSigned.write(kept);
        checkpoints.publish(state.size(), kept);
        last = new Signed(state.epoch(), checkpoint, nanoTime.getAsLong());
    }

    private static void requireNotAhead(Checkpoint before, LogState state) throws Contradiction {
        boolean same = before.size() == state.size() && before.root().equals(state.root());
        if (before.size() >= state.size() && !same) {
            throw new Contradiction("%d entries of root %s were signed, %d of root %s are stored"
                    .formatted(before.size(), before.root(), state.size(), state.root()));
        }
    }

    private void requireContinuation(LogState state, Checkpoint before) throws IOException, Contradiction {
        MerkleTree tree = new MerkleTree(state.size(), new LogView(state, files).tiles());
        ConsistencyProof proof = tree.consistencyFrom(before.size());
        if (!proof.proves(before.root(), state.root())) {
            throw new Contradiction("the log of " + state.size() + " entries does not begin with the " + before.size()
                    + " that were signed");
        }
    }

    /** The stored log contradicts a signed checkpoint. */
    private static final class Contradiction extends Exception {
        private static final long serialVersionUID = 1L;

        Contradiction(String message) {
            super(message);
        }
    }
}
