package org.healthpassport.bus;

import java.util.concurrent.CompletableFuture;
import org.healthpassport.events.kafka.AttestedEvent;

/** Puts events on the bus. */
public interface EventPublisher {

    /**
     * Sends an event to the topic of its type. Events of one key that are published one after the other keep that order.
     *
     * <p>Blocks up to 500 ms while the broker does not answer: never to be called on an event-loop thread.
     *
     * @return completes when every in-sync replica has the event, and otherwise exceptionally after at most 10.5 s; what
     *     follows it runs on the producer's own thread and must not block
     */
    CompletableFuture<Void> publish(AttestedEvent event);
}
