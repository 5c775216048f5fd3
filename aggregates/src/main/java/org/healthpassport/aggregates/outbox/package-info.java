/** Carries the events in aggregates to Kafka, in order and at least once. */
@NullMarked
package org.healthpassport.aggregates.outbox;

import org.jspecify.annotations.NullMarked;
