package org.healthpassport.aggregates.refusal;

import java.time.Duration;

/** Marks a refusal that time alone mends. */
public interface TooSoon {

    /** The time after which the same request can be accepted. */
    Duration delay();
}
