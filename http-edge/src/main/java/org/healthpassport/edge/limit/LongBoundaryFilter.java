package org.healthpassport.edge.limit;

import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses a form whose boundary is longer than allowed (RFC 2046, 5.1.1) before reading any of it: while the received
 * pieces together are shorter than the boundary, the parser scans all of them again for each new piece.
 */
@Component
@Order(LongBoundaryFilter.AFTER_CORS)
final class LongBoundaryFilter implements WebFilter {
    static final int AFTER_CORS = Ordered.HIGHEST_PRECEDENCE + 15;

    private static final int LONGEST = 70;
    private static final int QUOTES = 2;

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return hasLongBoundary(exchange.getRequest().getHeaders()) ? Mono.error(refusal()) : chain.filter(exchange);
    }

    private static boolean hasLongBoundary(HttpHeaders headers) {
        try {
            MediaType type = headers.getContentType();
            String boundary = type == null ? null : type.getParameter("boundary");
            return boundary != null && boundary.length() > LONGEST + (boundary.startsWith("\"") ? QUOTES : 0);
        } catch (InvalidMediaTypeException unknown) {
            // Refused later, when the body is read.
            return false;
        }
    }

    private static Throwable refusal() {
        return Problem.of(
                        ProblemType.MALFORMED_REQUEST,
                        "The boundary of the form is longer than %d characters.".formatted(LONGEST))
                .asException();
    }
}
