package org.healthpassport.vault.object;

/** The store has no space left: trying again helps once there is some. */
public final class StoreFull extends StoreUnavailable {
    private static final long serialVersionUID = 1L;

    public StoreFull(String message, Throwable cause) {
        super(message, cause);
    }
}
