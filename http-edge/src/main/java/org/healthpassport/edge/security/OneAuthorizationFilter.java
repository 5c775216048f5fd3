package org.healthpassport.edge.security;

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

/** Refuses a request with two {@code Authorization} headers: a proxy could have checked the one, and we the other. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 25)
final class OneAuthorizationFilter implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        int sent = exchange.getRequest()
                .getHeaders()
                .getOrEmpty(HttpHeaders.AUTHORIZATION)
                .size();
        return sent > 1
                ? Mono.error(Problem.of(
                                ProblemType.MALFORMED_REQUEST, "The request must have only one Authorization header.")
                        .asException())
                : chain.filter(exchange);
    }
}
