/** The connection to Kafka: clients, the publisher, and the topics with their retention. */
@NullMarked
package org.healthpassport.bus.kafka;

import org.jspecify.annotations.NullMarked;
