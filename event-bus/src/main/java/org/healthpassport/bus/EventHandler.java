package org.healthpassport.bus;

import org.healthpassport.events.Event;

/**
 * Handles the events of a subscription. The same event may come more than once; events of one key come in order, unless
 * one of them was put aside and is replayed.
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
     * @throws Exception {@link org.healthpassport.bus.failure.Failures} decides by its kind. An unknown failure raises
     *     an alarm at once, and the event comes again for 15 minutes (a setting); then it is a dead letter of the kind
     *     {@code UNEXPECTED}, and later events of its key come without it. A dead letter may be replayed at any time,
     *     after events that were behind it and beside one that is being handled.
     */
    void handle(Event event) throws Exception;
}
