package org.healthpassport.audit.note;

/** What was read is no note, checkpoint, key or proof in its one valid spelling, or a signature does not hold. */
public final class NoteRefused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NoteRefused(String message) {
        super(message);
    }
}
