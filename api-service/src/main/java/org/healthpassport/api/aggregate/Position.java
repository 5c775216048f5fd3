package org.healthpassport.api.aggregate;

import java.time.Instant;

/** A place in a list that is sorted by (time, id): behind the aggregate that has these. */
public record Position(Instant time, String id) {
    /** The time of what is stored without one, as it was damaged: it stands at the end of every list. */
    static final Instant WITHOUT_TIME = Instant.EPOCH;
}
