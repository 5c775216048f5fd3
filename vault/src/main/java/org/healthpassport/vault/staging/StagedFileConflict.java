package org.healthpassport.vault.staging;

/** There is a staged file of that name already; it was left as it is. */
public final class StagedFileConflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StagedFileConflict(String message, Throwable cause) {
        super(message, cause);
    }
}
