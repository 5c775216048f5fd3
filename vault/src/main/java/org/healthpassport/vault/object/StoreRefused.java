package org.healthpassport.vault.object;

import org.jspecify.annotations.Nullable;

/** The store refuses this service (401, 403, file permissions): its configuration must be changed, trying again is no use. */
public final class StoreRefused extends ObjectStoreFailure {
    private static final long serialVersionUID = 1L;

    public StoreRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
