package org.healthpassport.aggregates.unreadable;

/** More than a few things of a list cannot be read, so the list is refused. It was counted and alarmed. */
public final class MostlyUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MostlyUnreadable() {
        super("Expected to give a list, but more than a few of it cannot be read", null, false, false);
    }
}
