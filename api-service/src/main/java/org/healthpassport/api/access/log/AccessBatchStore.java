package org.healthpassport.api.access.log;

import java.util.List;
import org.healthpassport.aggregates.outbox.PendingEvent;
import reactor.core.publisher.Mono;

/** Makes batches of access events durable. */
@FunctionalInterface
interface AccessBatchStore {

    /**
     * Saves events durably and starts to send them.
     *
     * @param after the state of their producer that includes these events
     * @return fails if they are not durable, or if that is uncertain
     */
    Mono<Void> insert(Producer after, List<PendingEvent> events);
}
