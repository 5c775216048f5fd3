package org.healthpassport.audit.log.write;

/** Another writer has taken over: whoever gets this has committed nothing by the call that threw it, and must stop writing. */
public final class Superseded extends Exception {
    private static final long serialVersionUID = 1L;

    public Superseded() {
        super("Expected to be the writer of the log, but another one has taken over.");
    }
}
