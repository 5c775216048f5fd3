package org.healthpassport.aggregates.unreadable;

import org.healthpassport.vault.key.SealBroken;
import org.jspecify.annotations.Nullable;

/** Something that is stored cannot be read. It was counted and logged when it was found. */
public final class CannotBeRead extends SealBroken {
    private static final long serialVersionUID = 1L;

    private final transient Unreadable unreadable;

    CannotBeRead(Unreadable unreadable, @Nullable Throwable cause) {
        super("Expected to read one of the %s, but %s."
                .formatted(unreadable.kind(), unreadable.reason().words()));
        if (cause != null) {
            initCause(cause);
        }
        this.unreadable = unreadable;
    }

    public Unreadable unreadable() {
        return unreadable;
    }
}
