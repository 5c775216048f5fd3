package org.healthpassport.aggregates;

/** The id of a new aggregate was ruled out before the aggregate was inserted; nothing was saved. */
public final class CreatedTooLate extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** For a store of parts of aggregates, which rules out their ids as well. */
    public CreatedTooLate() {
        super("Expected to save a new aggregate, but its id was ruled out meanwhile", null, false, false);
    }
}
