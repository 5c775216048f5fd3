package org.healthpassport.audit.log;

import java.io.IOException;
import java.util.Optional;
import org.healthpassport.audit.note.SignedNote;

/** Keeps every checkpoint that was ever signed, and the one that is published. */
public interface CheckpointStore {
    /** The checkpoints of another log. */
    CheckpointStore ofLog(int log);

    /** The checkpoint that is published, not verified; empty if none ever was. */
    Optional<SignedNote> published() throws IOException;

    /** The largest that is kept, not verified; empty if none is. */
    default Optional<SignedNote> largest() throws IOException {
        return largest(Long.MAX_VALUE);
    }

    /** The same of those up to this size. */
    Optional<SignedNote> largest(long size) throws IOException;

    /**
     * Keeps a checkpoint, if there is none of this size yet.
     *
     * @return the checkpoint that is kept of this size
     */
    SignedNote keep(long size, SignedNote checkpoint) throws IOException;

    /** Publishes a checkpoint that is kept, unless one of a larger size is published already. */
    void publish(long size, SignedNote checkpoint) throws IOException;

    /** The note that closed the log, not verified; empty while the log is open. */
    Optional<SignedNote> closed() throws IOException;

    /** Publishes the note that closes the log, unless there is one. */
    void close(SignedNote note) throws IOException;
}
