package org.healthpassport.edge.request;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * The first of all filters: names each request, and puts the security headers on every answer. Handlers may replace {@code Cache-Control}; pages bring a {@code Content-Security-Policy} of their own.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RequestTraceFilter implements WebFilter {
    private final RequestTracing tracing;
    private final AnswerHeaders ofEveryAnswer;

    RequestTraceFilter(RequestTracing tracing, AnswerHeaders ofEveryAnswer) {
        this.tracing = tracing;
        this.ofEveryAnswer = ofEveryAnswer;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        RequestTrace trace = tracing.trace(
                request.getHeaders().getFirst(RequestTrace.HEADER),
                request.getHeaders().getFirst("traceparent"));
        trace.into(exchange);
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(RequestTrace.HEADER, trace.requestId());
        ofEveryAnswer.forEach(headers::set);
        return chain.filter(exchange);
    }
}
