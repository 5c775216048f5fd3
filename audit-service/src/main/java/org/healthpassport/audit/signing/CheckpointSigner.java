package org.healthpassport.audit.signing;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.LogState;
import org.healthpassport.audit.log.StoredFileCache;
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
 * <p>At the beginning of each epoch the state must continue all {@link KnownCheckpoints}. {@link LastSignedFile} is written
 * before a checkpoint is published, so it covers every checkpoint that anybody has seen.
 */
public final class CheckpointSigner {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointSigner.class);
    /** The next steps of an operator. */
    public static final String WHAT_TO_DO =
            "If you restored MongoDB from a backup, start once with HEALTHPASSPORT_RESTORE_REASON, see docs/restore.md; otherwise somebody has changed the log.";

    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<SigningKey> key;
    private final CheckpointStore checkpoints;
    private final LastSignedFile lastSigned;
    private final KnownCheckpoints known;
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
        this.known = new KnownCheckpoints(checkpoints, lastSigned, files);
        this.nanoTime = nanoTime;
    }

    private record Signed(long epoch, Checkpoint checkpoint, long time) {}

    /** Tells whether signing has stopped because the stored log contradicts a signed checkpoint. */
    public boolean isStopped() {
        return stopped;
    }

    /**
     * Demands that a log has as many entries as were signed. One with fewer was put back with its database: if it grew, it would
     * have other entries in their places, and would accuse what the same restore put back.
     *
     * @throws LogPutBack it has fewer; signing stops as well
     */
    public void requireNotBehind(LogState state) throws IOException {
        long signed = known.largest(key.get().verifier()).map(Checkpoint::size).orElse(0L);
        if (signed <= state.size()) {
            return;
        }
        if (!stopped) {
            stopped = true;
            LOG.error(
                    "Expected the audit log to have the {} entries that were signed, but it has {}; nothing is appended or signed until the service is started again. {}",
                    signed,
                    state.size(),
                    WHAT_TO_DO);
        }
        throw new LogPutBack();
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
                    "Expected the audit log to continue what was signed, but it does not; nothing is signed until the service is started again: {}. {}",
                    e.getMessage(),
                    WHAT_TO_DO);
        }
    }

    /** The checkpoint that was published last. The first one of an epoch is compared with all that are known to be signed. */
    private Optional<Checkpoint> before(LogState state) throws IOException, Contradiction {
        Signed before = last;
        if (before != null && before.epoch() == state.epoch()) {
            return Optional.of(before.checkpoint());
        }
        known.requireContinuedBy(state, key.get().verifier());
        // One that is kept but not published is signed again, to the same note, and published then.
        Optional<Checkpoint> published = checkpoints
                .published()
                .map(note -> Checkpoint.open(note, key.get().verifier()));
        published.ifPresent(
                checkpoint -> last = new Signed(state.epoch(), checkpoint, nanoTime.getAsLong() - PAUSE_NANOS));
        return published;
    }

    private boolean isDue(Checkpoint before, LogState state) throws Contradiction {
        if (before.size() == state.size() && before.root().equals(state.root())) {
            return false;
        }
        known.requireNotAhead(before, state);
        Signed newest = last;
        return newest == null || nanoTime.getAsLong() - newest.time() >= PAUSE_NANOS;
    }

    private void publish(LogState state, Optional<Checkpoint> before) throws IOException, Contradiction {
        if (before.isPresent()) {
            known.requireContinuation(before.get(), state);
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
}
