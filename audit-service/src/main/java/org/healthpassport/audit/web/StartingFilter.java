package org.healthpassport.audit.web;

import org.healthpassport.audit.problem.Problem;
import org.healthpassport.bus.start.StartWait;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Answers 503 to everything but health while the start waits: there may be no keys yet. Before the security filters. */
@Component
@Order(-200)
final class StartingFilter implements WebFilter {
    private static final String HEALTH = "/actuator/health";

    private final StartWait start;

    StartingFilter(StartWait start) {
        this.start = start;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return start.isOver() || isHealth(exchange)
                ? chain.filter(exchange)
                : Mono.error(Problem.away().asException());
    }

    private static boolean isHealth(ServerWebExchange exchange) {
        String path = exchange.getRequest().getPath().value();
        return path.equals(HEALTH) || path.startsWith(HEALTH + '/');
    }
}
