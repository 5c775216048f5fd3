package org.healthpassport.api.outbox;

import java.util.List;

/** The events of one aggregate that this instance holds the lease to send, in order. */
record Batch(AggregateRef aggregate, List<PendingEvent> events) {}
