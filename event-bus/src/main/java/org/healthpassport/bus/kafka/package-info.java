/** The bus on Kafka: topics, producer, one listener container per subscription, rules of failure, dead letters, health. */
@NullMarked
package org.healthpassport.bus.kafka;

import org.jspecify.annotations.NullMarked;
