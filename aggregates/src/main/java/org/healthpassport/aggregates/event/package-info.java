/** Events of a decision: made, numbered and stamped. The outbox then carries them to Kafka. */
@NullMarked
package org.healthpassport.aggregates.event;

import org.jspecify.annotations.NullMarked;
