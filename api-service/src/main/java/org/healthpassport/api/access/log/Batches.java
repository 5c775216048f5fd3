package org.healthpassport.api.access.log;

import java.util.List;
import org.healthpassport.api.outbox.PendingEvent;
import reactor.core.publisher.Mono;

/** Where batches of access events become durable. */
@FunctionalInterface
interface Batches {

    /**
     * Saves events durably and sends them on their way.
     *
     * @param after their producer as it is with them
     * @return fails when they are not durable, and also when that is uncertain
     */
    Mono<Void> insert(Producer after, List<PendingEvent> events);
}
