package org.healthpassport.audit.web;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * First of all filters: gives the request an id, the client's own where that is a decent one, and puts the security
 * headers on every answer (OWASP REST Security Cheat Sheet). Handlers may replace {@code Cache-Control}, and nothing else.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RequestIds implements WebFilter {
    private static final String HEADER = "X-Request-Id";
    private static final Pattern DECENT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();

    /** The id of a request that came through this filter. */
    public static String of(ServerWebExchange exchange) {
        return exchange.getAttributeOrDefault(HEADER, "unknown");
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String theirs = exchange.getRequest().getHeaders().getFirst(HEADER);
        String id = theirs != null && DECENT.matcher(theirs).matches()
                ? theirs
                : ids.generate().toString();
        exchange.getAttributes().put(HEADER, id);
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(HEADER, id);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.setCacheControl("no-store");
        return chain.filter(exchange);
    }
}
