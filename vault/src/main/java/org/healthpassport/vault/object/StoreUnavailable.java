package org.healthpassport.vault.object;

/** The store cannot be reached or cannot work just now (connect, time-out, 5xx, 429, disk full): trying again may help. */
public final class StoreUnavailable extends ObjectStoreFailure {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
