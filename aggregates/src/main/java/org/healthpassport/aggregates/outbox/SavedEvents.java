package org.healthpassport.aggregates.outbox;

import java.util.List;

/** Told about events as soon as this instance has saved them, before Kafka has them. */
@FunctionalInterface
public interface SavedEvents {

    /**
     * Called on the thread of the request, so it must return at once.
     *
     * @param events durable ones
     */
    void saved(List<PendingEvent> events);
}
