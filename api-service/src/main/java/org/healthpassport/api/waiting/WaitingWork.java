package org.healthpassport.api.waiting;

import java.time.Instant;
import reactor.core.publisher.Mono;

/** A kind of work that a worker does for the aggregates of one collection; a bean of this type is swept. */
public interface WaitingWork {

    /** The event that ends the waiting, such as {@code DOCUMENT_STORED}. */
    String name();

    /** The collection of the aggregates, whose index fields are those of {@link Waiting#indexFields}. */
    String collection();

    /**
     * Asks the worker again if that is due, by a new event of the same type.
     *
     * <p>A new event, with a number, a stamp and an audit entry of its own, goes the way of every decision: the aggregate's
     * conditional write says which of several instances asks, and the outbox sends it. The first event could not be sent again,
     * as the outbox forgets what Kafka has acknowledged. Workers do the same work twice without harm.
     *
     * @return how it waits from now on; empty where nothing is due, as it was done, or another instance asked
     */
    Mono<Waiting> driveAgain(String id, Instant now);
}
