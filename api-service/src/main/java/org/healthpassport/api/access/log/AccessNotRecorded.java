package org.healthpassport.api.access.log;

/** An access could not be recorded, or it is uncertain if it was; the request must not be answered. */
public final class AccessNotRecorded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public AccessNotRecorded(Reason reason) {
        super("Expected to record an access, but: " + reason, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** The reasons for which an access is not recorded. */
    public enum Reason {
        STORAGE_FULL,
        TOO_MANY_WAIT,
        /** The insert failed, or took too long. */
        NOT_WRITTEN
    }
}
