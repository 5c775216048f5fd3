/** Takes dead letters from Kafka, and alarms while any wait for a decision. */
@NullMarked
package org.healthpassport.api.deadletter.ingestion;

import org.jspecify.annotations.NullMarked;
