package org.healthpassport.vault.object;

/** The store cannot be reached or cannot work just now (connect, time-out, 5xx, 429, disk full): trying again may help. */
public sealed class StoreUnavailable extends ObjectStoreFailure permits StoreFull {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
