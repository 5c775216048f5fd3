package org.healthpassport.vault.object;

import org.jspecify.annotations.Nullable;

/** Why an object store did not do what it was asked; the kinds differ in what the caller should do next. */
public abstract sealed class ObjectStoreFailure extends RuntimeException
        permits ObjectMissing, ObjectConflict, DamagedObject, StoreUnavailable, StoreRefused {
    private static final long serialVersionUID = 1L;

    ObjectStoreFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
