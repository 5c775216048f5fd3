package org.healthpassport.edge.security;

import java.util.List;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses a request with two headers where there can be one (RFC 9110, 5.3): a proxy could have checked the one, and we the
 * other, and of two keys or types nobody knows which one is meant.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 25)
final class SingleHeaderFilter implements WebFilter {
    private static final List<String> SINGLE =
            List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE, "Idempotency-Key");

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders sent = exchange.getRequest().getHeaders();
        return SINGLE.stream()
                .filter(name -> sent.getOrEmpty(name).size() > 1)
                .findFirst()
                .map(name -> Mono.<Void>error(
                        Problem.of(ProblemType.MALFORMED_REQUEST, "The request must have only one " + name + " header.")
                                .asException()))
                .orElseGet(() -> chain.filter(exchange));
    }
}
