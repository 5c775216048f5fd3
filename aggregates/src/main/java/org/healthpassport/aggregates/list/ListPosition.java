package org.healthpassport.aggregates.list;

import java.time.Instant;

/** A place in a list that is sorted by (time, id): right after the aggregate that has these. */
public record ListPosition(Instant time, String id) {
    /** The time of an aggregate whose stored time is missing or damaged: it comes last in every list. */
    public static final Instant WITHOUT_TIME = Instant.EPOCH;
}
