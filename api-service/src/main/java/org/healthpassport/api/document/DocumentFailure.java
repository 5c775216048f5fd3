package org.healthpassport.api.document;

/** The bytes of a document cannot be read or written. The cause was logged where it was found. */
public final class DocumentFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public DocumentFailure(Reason reason) {
        super("Expected to read or write the bytes of a document, but: " + reason, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** The reasons for which bytes cannot be read or written. */
    public enum Reason {
        /** The staging area or the object store does not answer, or refuses its service. */
        STORES_AWAY,
        /** The disk of the staging area is full; nothing was stored. */
        STAGING_FULL,
        /** An upload could not be written to the end. */
        NOT_STAGED,
        /** The bytes are neither staged nor stored. */
        LOST,
        /** The bytes are not those that were received. */
        DAMAGED
    }
}
