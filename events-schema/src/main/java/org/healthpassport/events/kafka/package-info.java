/** Events as records of Kafka. */
@NullMarked
package org.healthpassport.events.kafka;

import org.jspecify.annotations.NullMarked;
