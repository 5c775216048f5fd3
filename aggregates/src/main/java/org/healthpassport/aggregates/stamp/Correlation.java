package org.healthpassport.aggregates.stamp;

import org.healthpassport.events.Event;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Ties an event to the request or event that caused it; travels in the Reactor context.
 *
 * @param correlationId the request id
 * @param causationId id of the causing event; null for an HTTP request
 * @param traceparent W3C trace context
 */
public record Correlation(
        String correlationId,
        @Nullable String causationId,
        @Nullable String traceparent) {
    /** Of work that no request and no event caused. */
    public static final Correlation NONE = new Correlation("none", null, null);

    public static Correlation causedBy(Event event) {
        return new Correlation(event.correlationId(), event.id(), event.traceparent());
    }

    public static Correlation in(ContextView context) {
        return context.<Correlation>getOrEmpty(Correlation.class).orElse(NONE);
    }

    public Context into(Context context) {
        return context.put(Correlation.class, this);
    }
}
