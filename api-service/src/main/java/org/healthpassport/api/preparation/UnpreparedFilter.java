package org.healthpassport.api.preparation;

import java.time.Duration;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Answers 503 to everything but health until the preparation is done; before the security filters, which cannot check tokens yet. */
@Component
@Order(-200)
final class UnpreparedFilter implements WebFilter {
    private static final String HEALTH = "/actuator/health";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Preparation preparation;

    UnpreparedFilter(Preparation preparation) {
        this.preparation = preparation;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return preparation.isDone() || isHealth(exchange) ? chain.filter(exchange) : Mono.error(unprepared());
    }

    private static boolean isHealth(ServerWebExchange exchange) {
        String path = exchange.getRequest().getPath().value();
        return path.equals(HEALTH) || path.startsWith(HEALTH + '/');
    }

    private static Throwable unprepared() {
        return Problem.of(ProblemType.UNAVAILABLE, "The service is starting, or waits for its database.")
                .retryAfter(RETRY_AFTER)
                .asException();
    }
}
