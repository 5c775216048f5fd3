package org.healthpassport.api.web;

import org.healthpassport.api.ApiSettings;
import org.healthpassport.api.request.Client;
import org.healthpassport.api.request.Correlation;
import org.jspecify.annotations.Nullable;
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
 * First of all filters: puts {@link Correlation} and {@link Client} into the Reactor context and the security headers
 * on every answer (OWASP REST Security Cheat Sheet). Handlers may replace {@code Cache-Control}, and pages have a
 * {@code Content-Security-Policy} of their own that lets them work.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RequestContextFilter implements WebFilter {
    private static final String REQUEST_ID = "X-Request-Id";
    private static final String ONE_YEAR = "max-age=31536000";

    private final RequestTracing tracing;
    private final boolean secure;

    RequestContextFilter(RequestTracing tracing, ApiSettings settings) {
        this.tracing = tracing;
        this.secure = settings.isPublicUrlSecure();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        Correlation correlation = tracing.correlate(
                request.getHeaders().getFirst(REQUEST_ID), request.getHeaders().getFirst("traceparent"));
        exchange.getAttributes().put(Correlation.class.getName(), correlation);
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(REQUEST_ID, correlation.correlationId());
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.setCacheControl("no-store");
        if (secure) {
            headers.set("Strict-Transport-Security", ONE_YEAR);
        }
        Client client = Client.of(request);
        return chain.filter(exchange).contextWrite(context -> client.into(correlation.into(context)));
    }

    /** Of a request that came this far; none for one that failed before. */
    public static @Nullable Correlation of(ServerWebExchange exchange) {
        return exchange.getAttribute(Correlation.class.getName());
    }
}
