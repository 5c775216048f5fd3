package org.healthpassport.aggregates.stamp;

import org.jspecify.annotations.Nullable;

/** The stamp of an event was not made for that event, or not with the keys of that patient. */
public final class StampForged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StampForged(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
