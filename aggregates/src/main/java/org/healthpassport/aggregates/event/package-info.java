/** Events of a decision: numbered, stamped, and pending until Kafka has them. */
@NullMarked
package org.healthpassport.aggregates.event;

import org.jspecify.annotations.NullMarked;
