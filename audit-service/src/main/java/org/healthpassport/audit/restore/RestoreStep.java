package org.healthpassport.audit.restore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.healthpassport.audit.lease.WriterElection;
import org.healthpassport.audit.note.NoteRefused;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.start.StartStep;
import org.springframework.core.Ordered;

/**
 * Continues the log in a new one before anything is read from the bus, if the operator says that MongoDB was restored. It is the
 * writer meanwhile.
 */
final class RestoreStep implements StartStep, Ordered {
    /** After the keys are opened. */
    private static final int ORDER = 100;

    private static final long PAUSE_MS = 250;

    private final Optional<String> reason;
    private final LogContinuation continuation;
    private final WriterElection election;
    private final Duration patience;
    private final After after;

    /**
     * @param reason of the restore; empty for a start like any other
     * @param patience the time within which a lease without a holder is taken
     * @param after is called when the log to use is known
     */
    RestoreStep(
            Optional<String> reason,
            LogContinuation continuation,
            WriterElection election,
            Duration patience,
            After after) {
        this.reason = reason;
        this.continuation = continuation;
        this.election = election;
        this.patience = patience;
        this.after = after;
    }

    /** Puts the log into use. */
    interface After {
        void run() throws Exception;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public String awaited() {
        return "MongoDB to say whether the audit log was restored";
    }

    @Override
    public void attempt() throws Exception {
        try {
            if (reason.isPresent()) {
                continueFor(reason.get());
            } else {
                continuation.requireNoneBegun();
            }
            continuation.tidy();
        } catch (NoteRefused e) {
            throw new ConfigurationFailure(
                    "Expected the last signed note and the notes of closed logs in the folder of HEALTHPASSPORT_WITNESS_DIR, but a file there is something else: "
                            + e.getMessage(),
                    e);
        } catch (IllegalStateException e) {
            throw new ConfigurationFailure(String.valueOf(e.getMessage()), e);
        } catch (FileSystemException | UncheckedIOException e) {
            throw folders(e);
        } catch (DamagedLogFile e) {
            throw new ConfigurationFailure(
                    "Expected MongoDB to hold a whole audit log, but %s %s; restore a backup that is whole."
                            .formatted(e.path(), e.reason()),
                    e);
        }
        after.run();
    }

    private static ConfigurationFailure folders(Exception failure) {
        return new ConfigurationFailure(
                "Expected to read and write the folders of HEALTHPASSPORT_KEYS_FOLDER and HEALTHPASSPORT_WITNESS_DIR, but it failed: "
                        + failure.getMessage(),
                failure);
    }

    private void continueFor(String given) throws IOException, InterruptedException {
        // Then another instance may write the log that continues it.
        if (!continuation.isFinished(given)) {
            lead(given);
        }
    }

    private void lead(String given) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!election.acquire()) {
            if (System.nanoTime() - end >= 0) {
                throw new IllegalStateException(
                        "Expected no instance to write the audit log after a restore, but one does; stop all instances of audit-service and start again.");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        try {
            continuation.run(given, () -> {
                if (!election.renew()) {
                    throw new IOException("Expected to hold the lease of the writer, but another instance has it.");
                }
            });
        } finally {
            election.release();
        }
    }
}
