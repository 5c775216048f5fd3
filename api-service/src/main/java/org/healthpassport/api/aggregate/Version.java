package org.healthpassport.api.aggregate;

import java.time.Instant;

/** The state of an aggregate at one version, as loaded or just written. Versions count from 1. */
public record Version<S>(String id, long version, Instant createdAt, S state) {

    /** The place in a list that is sorted by (time, id). */
    public Position position() {
        return new Position(createdAt, id);
    }
}
