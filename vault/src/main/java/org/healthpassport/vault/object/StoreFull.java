package org.healthpassport.vault.object;

import org.jspecify.annotations.Nullable;

/** The store has no space left: trying again helps once there is some. */
public final class StoreFull extends StoreUnavailable {
    private static final long serialVersionUID = 1L;

    public StoreFull(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
