/**
 * Brings a store that was restored from a backup up to what was promised since, before requests are taken: from the events that
 * Kafka still has.
 */
@NullMarked
package org.healthpassport.aggregates.restore;

import org.jspecify.annotations.NullMarked;
