package org.healthpassport.edge.condition;

import java.util.Set;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Looks at those conditions of changes for which no version is needed (RFC 9110, 13.1). These methods change only what
 * exists, so {@code If-None-Match: *} never holds where they could succeed: 412. Other values count where the version is
 * known, see {@link IfMatch#butNot}. {@code If-Unmodified-Since} is a second too coarse to protect a change, so where it is
 * the only condition, the answer is 428; beside {@code If-Match} it is ignored (13.2.2).
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class ChangeConditionFilter implements WebFilter {
    private static final Set<HttpMethod> CHANGES = Set.of(HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        if (!CHANGES.contains(exchange.getRequest().getMethod())) {
            return chain.filter(exchange);
        }
        String noneOf = IfMatch.joined(headers, HttpHeaders.IF_NONE_MATCH);
        if (noneOf != null && EntityTags.of(noneOf).any()) {
            return refused(
                    ProblemType.STALE_VERSION,
                    "The If-None-Match header allows this only if there is nothing yet, but this changes what exists.");
        }
        if (headers.containsHeader(HttpHeaders.IF_UNMODIFIED_SINCE) && !headers.containsHeader(HttpHeaders.IF_MATCH)) {
            return refused(
                    ProblemType.VERSION_REQUIRED,
                    "Send the ETag of the version that you read in the If-Match header, instead of If-Unmodified-Since.");
        }
        return chain.filter(exchange);
    }

    private static Mono<Void> refused(ProblemType type, String detail) {
        return Mono.error(Problem.of(type, detail).asException());
    }
}
