package org.healthpassport.bus;

import org.healthpassport.events.Event;

/** What a service does about an event. The same event may come more than once; those of one key come in order. */
@FunctionalInterface
public interface EventHandler {

    /**
     * Runs on a plain thread that may block. While it runs, the logging context holds {@code eventId},
     * {@code correlationId} and, if known, {@code traceparent}.
     *
     * @throws TransientFailure to have the event again for as long as it takes
     * @throws ConfigurationFailure to stop the subscription
     * @throws Exception to have the event again twice; then it is a dead letter. What {@link EventPublisher} failed with
     *     because the broker did not answer counts as transient.
     */
    void handle(Event event) throws Exception;
}
