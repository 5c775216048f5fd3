package org.healthpassport.vault.staging;

/** There is no space left for staged files: trying again helps once there is some. */
public final class StagingFull extends StagingUnavailable {
    private static final long serialVersionUID = 1L;

    public StagingFull(String message, Throwable cause) {
        super(message, cause);
    }
}
