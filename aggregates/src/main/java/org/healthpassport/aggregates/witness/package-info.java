/**
 * A memory of how far Kafka was read and how new MongoDB was, outside of everything that a backup restores, so that it is noticed
 * when one of them went back to an earlier time.
 */
@NullMarked
package org.healthpassport.aggregates.witness;

import org.jspecify.annotations.NullMarked;
