package org.healthpassport.edge.request;

import org.healthpassport.edge.url.PublicUrl;
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
 * The first of all filters: names each request, and puts the security headers on every answer (OWASP REST Security Cheat
 * Sheet). Handlers may replace {@code Cache-Control}; pages bring a {@code Content-Security-Policy} of their own.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RequestTraceFilter implements WebFilter {
    private static final String REQUEST_ID = "X-Request-Id";
    private static final String ONE_YEAR = "max-age=31536000";

    private final RequestTracing tracing;
    private final boolean secure;

    RequestTraceFilter(RequestTracing tracing, PublicUrl publicUrl) {
        this.tracing = tracing;
        this.secure = publicUrl.isSecure();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        RequestTrace trace = tracing.trace(
                request.getHeaders().getFirst(REQUEST_ID), request.getHeaders().getFirst("traceparent"));
        trace.into(exchange);
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(REQUEST_ID, trace.requestId());
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.setCacheControl("no-store");
        if (secure) {
            headers.set("Strict-Transport-Security", ONE_YEAR);
        }
        return chain.filter(exchange);
    }
}
