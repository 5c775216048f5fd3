package org.healthpassport.edge.request;

import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * The names of one request: its id, and its place in a distributed trace.
 *
 * @param requestId the {@code X-Request-Id} of the request and of its answer
 * @param traceparent W3C trace context, with a span of this service
 */
public record RequestTrace(String requestId, String traceparent) {
    /** Names a request, by its client or else by this service, and the answer to it. */
    public static final String HEADER = "X-Request-Id";

    /** The trace of a request; null for one that failed before the first filter. */
    public static @Nullable RequestTrace of(ServerWebExchange exchange) {
        return exchange.getAttribute(RequestTrace.class.getName());
    }

    void into(ServerWebExchange exchange) {
        exchange.getAttributes().put(RequestTrace.class.getName(), this);
    }
}
