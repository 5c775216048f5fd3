/**
 * What this service has seen of Kafka, outside of everything that a backup restores, so that it is noticed when Kafka or MongoDB
 * went back to an earlier time.
 */
@NullMarked
package org.healthpassport.aggregates.witness;

import org.jspecify.annotations.NullMarked;
