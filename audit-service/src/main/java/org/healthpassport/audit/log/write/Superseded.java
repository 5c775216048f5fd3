package org.healthpassport.audit.log.write;

/** Another writer has taken over. The call that throws this has committed nothing, and its caller must stop writing. */
public final class Superseded extends Exception {
    private static final long serialVersionUID = 1L;

    public Superseded() {
        super("Expected to be the writer of the log, but another one has taken over.");
    }
}
