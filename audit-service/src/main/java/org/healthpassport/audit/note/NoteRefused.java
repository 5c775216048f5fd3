package org.healthpassport.audit.note;

/** A note, checkpoint, key or proof is not in its one valid spelling, or a signature does not hold. */
public final class NoteRefused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NoteRefused(String message) {
        super(message);
    }
}
