package org.healthpassport.vault.object;

import org.jspecify.annotations.Nullable;

/** The store answers that it will never take or give this object (a 4xx other than 401, 403, 404, 408, 412, 429). */
public final class ObjectRejected extends ObjectStoreFailure {
    private static final long serialVersionUID = 1L;

    public ObjectRejected(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
