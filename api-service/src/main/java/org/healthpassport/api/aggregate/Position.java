package org.healthpassport.api.aggregate;

import java.time.Instant;

/** A place in a list that is sorted by (time, id): behind the aggregate that has these. */
public record Position(Instant time, String id) {}
