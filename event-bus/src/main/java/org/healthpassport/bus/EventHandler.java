package org.healthpassport.bus;

import org.healthpassport.events.Event;

/**
 * What a service does about an event. The same event may come more than once; those of one key come
 * in order, unless one of them was put aside and is replayed.
 */
@FunctionalInterface
public interface EventHandler {

    /**
     * Runs on a plain thread that may block. While it runs, the logging context holds {@code eventId},
     * {@code correlationId} and, if known, {@code traceparent}.
     *
     * @throws TransientFailure to have the event again for as long as it takes
     * @throws ConfigurationFailure to stop the subscription
     * @throws ImpossibleValue to have the event again twice; then it is a dead letter
     * @throws Exception what {@link org.healthpassport.bus.failure.Failures} makes of it decides. What it does not know
     *     is an alarm at once, and the event comes again for 15 minutes (a setting); then it is a dead letter of the kind
     *     {@code UNEXPECTED}, and later events of its key come without it. A dead letter may be replayed at any time,
     *     after events that were behind it and beside one that is being handled.
     */
    void handle(Event event) throws Exception;
}
