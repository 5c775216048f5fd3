package org.healthpassport.aggregates.waiting;

import java.time.Instant;
import reactor.core.publisher.Mono;

/** A kind of work that a worker does for the aggregates of one collection; a bean of this type is swept. */
public interface WorkerTask {

    /** The event that ends the waiting, such as {@code DOCUMENT_STORED}. */
    String name();

    /** The collection of the aggregates, whose index fields are those of {@link WorkerWait#indexFields}. */
    String collection();

    /**
     * Asks the worker again with a new event of the same type, if that is due.
     *
     * <p>The new event has its own number, stamp and audit entry, and is saved like every decision: the aggregate's
     * conditional write decides which of several instances asks, and the outbox sends it. The first event cannot be
     * sent again, as the outbox removes it once Kafka has acknowledged it. Workers may do the same work twice without
     * harm.
     *
     * @return its waiting from now on; empty if nothing is due, because the work is done or another instance asked
     */
    Mono<WorkerWait> driveAgain(String id, Instant now);
}
