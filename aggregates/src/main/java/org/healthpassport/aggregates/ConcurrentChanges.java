package org.healthpassport.aggregates;

/** An aggregate was changed by others three times while one change was decided on; nothing was saved. */
public final class ConcurrentChanges extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConcurrentChanges() {
        super("Expected to save a change, but the aggregate was changed by others three times", null, false, false);
    }
}
