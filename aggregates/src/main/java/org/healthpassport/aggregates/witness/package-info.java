/**
 * A memory of how far Kafka was read, outside of everything that a backup restores, so that it is noticed when Kafka went back to an
 * earlier time.
 */
@NullMarked
package org.healthpassport.aggregates.witness;

import org.jspecify.annotations.NullMarked;
