package org.healthpassport.api.aggregate;

import java.time.Instant;

/**
 * What is sealed of an aggregate.
 *
 * @param sequence of the last event, 0 before the first; gapless
 * @param lastEventTime so that event times never go back
 */
record SealedState<S>(long sequence, Instant lastEventTime, S state) {}
