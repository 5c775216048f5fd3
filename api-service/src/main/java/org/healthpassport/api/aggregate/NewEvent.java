package org.healthpassport.api.aggregate;

import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.events.EventType;

/** An event that a decision came to; it gets its id, sequence and time when the state is saved. */
public record NewEvent(EventType type, SpecificRecord payload) {}
