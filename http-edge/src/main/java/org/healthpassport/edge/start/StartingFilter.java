package org.healthpassport.edge.start;

import java.time.Duration;
import org.healthpassport.bus.start.StartWait;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Answers 503 to everything but health until the start is over; before the security filters, which cannot check tokens yet. */
@Component
@Order(-200)
final class StartingFilter implements WebFilter {
    private static final String HEALTH = "/actuator/health";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final StartWait start;

    StartingFilter(StartWait start) {
        this.start = start;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return start.isOver() || isHealth(exchange) ? chain.filter(exchange) : Mono.error(starting());
    }

    private static boolean isHealth(ServerWebExchange exchange) {
        String path = exchange.getRequest().getPath().value();
        return path.equals(HEALTH) || path.startsWith(HEALTH + '/');
    }

    private static Throwable starting() {
        return Problem.of(ProblemType.UNAVAILABLE, "The service is starting. Please try again in a moment.")
                .retryAfter(RETRY_AFTER)
                .asException();
    }
}
