package org.healthpassport.vault.staging;

/** There is no staged file of that name: it was stored and deleted, or never committed. */
public final class StagedFileMissing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StagedFileMissing(String message, Throwable cause) {
        super(message, cause);
    }
}
