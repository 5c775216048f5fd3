package org.healthpassport.vault.object;

import org.jspecify.annotations.Nullable;

/** The store cannot be reached or cannot work just now (connect, time-out, 5xx, 429, disk full): trying again may help. */
public sealed class StoreUnavailable extends ObjectStoreFailure permits StoreFull {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
