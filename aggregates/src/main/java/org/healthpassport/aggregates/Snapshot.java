package org.healthpassport.aggregates;

import java.time.Instant;
import org.healthpassport.aggregates.list.ListPosition;

/** The state of an aggregate at one version, as loaded or just written. Versions count from 1. */
public record Snapshot<S>(String id, long version, Instant createdAt, S state) {

    /** The place in a list that is sorted by (time, id). */
    public ListPosition position() {
        return new ListPosition(createdAt, id);
    }
}
