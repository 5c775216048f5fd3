package org.healthpassport.audit.log;

import java.io.IOException;
import java.util.Optional;
import org.healthpassport.audit.note.SignedNote;

/** Keeps every checkpoint that was ever signed, and the one that is published. */
public interface CheckpointStore {
    /** The checkpoint that is published, not verified; empty if none ever was. */
    Optional<SignedNote> published() throws IOException;

    /** The largest that is kept, not verified; empty if none is. */
    Optional<SignedNote> largest() throws IOException;

    /**
     * Keeps a checkpoint, if there is none of this size yet.
     *
     * @return the checkpoint that is kept of this size
     */
    SignedNote keep(long size, SignedNote checkpoint) throws IOException;

    /** Publishes a checkpoint that is kept, unless one of a larger size is published already. */
    void publish(long size, SignedNote checkpoint) throws IOException;
}
