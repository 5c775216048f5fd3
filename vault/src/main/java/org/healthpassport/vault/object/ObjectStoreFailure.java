package org.healthpassport.vault.object;

import org.jspecify.annotations.Nullable;

/** A failure of an object store; its kinds differ in what the caller should do next. */
public abstract sealed class ObjectStoreFailure extends RuntimeException
        permits ObjectMissing, ObjectConflict, ObjectRejected, DamagedObject, StoreUnavailable, StoreRefused {
    private static final long serialVersionUID = 1L;

    ObjectStoreFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
