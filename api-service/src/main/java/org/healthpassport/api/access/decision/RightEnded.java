package org.healthpassport.api.access.decision;

/** The right by which data are being sent has ended. The answer has begun, so the connection breaks off. */
public final class RightEnded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RightEnded() {
        super("Expected the right to last as long as the answer, but it ended", null, false, false);
    }
}
