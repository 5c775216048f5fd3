package org.healthpassport.aggregates;

import java.time.Instant;

/**
 * The sealed content of an aggregate.
 *
 * @param sequence of the last event, 0 before the first; without gaps
 * @param lastEventTime so that event times never go back
 */
record SealedState<S>(long sequence, Instant lastEventTime, S state) {}
