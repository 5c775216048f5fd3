package org.healthpassport.api.aggregate;

import java.time.Instant;

/** One version of an aggregate's state, as loaded or just written. Versions count from 1. */
public record Version<S>(String id, long version, Instant createdAt, S state) {

    /** Where this stands in a list that is sorted by (time, id). */
    public Position position() {
        return new Position(createdAt, id);
    }
}
