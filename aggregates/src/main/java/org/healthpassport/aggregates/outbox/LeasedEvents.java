package org.healthpassport.aggregates.outbox;

import java.util.List;

/** The events of one aggregate that this instance holds the lease to send, in order. */
record LeasedEvents(AggregateRef aggregate, List<PendingEvent> events) {

    List<String> eventIds() {
        return events.stream().map(pending -> pending.event().id()).toList();
    }
}
