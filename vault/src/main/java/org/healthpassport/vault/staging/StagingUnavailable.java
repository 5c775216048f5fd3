package org.healthpassport.vault.staging;

/** Staged files cannot be read or written just now (disk full, I/O error): trying again may help. */
public sealed class StagingUnavailable extends RuntimeException permits StagingFull {
    private static final long serialVersionUID = 1L;

    public StagingUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
