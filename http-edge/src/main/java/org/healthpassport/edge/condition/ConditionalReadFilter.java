package org.healthpassport.edge.condition;

import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Looks at the conditions of reads when their answer is known, whoever gives it. */
@Order(Ordered.LOWEST_PRECEDENCE)
final class ConditionalReadFilter implements WebFilter {
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Set<String> CONDITIONS =
            Set.of(HttpHeaders.IF_MATCH, HttpHeaders.IF_NONE_MATCH, HttpHeaders.IF_UNMODIFIED_SINCE);

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        boolean conditional = CONDITIONS.stream().anyMatch(headers::containsHeader);
        return conditional && READS.contains(exchange.getRequest().getMethod())
                ? chain.filter(exchange.mutate()
                        .response(new ConditionalAnswer(exchange.getResponse(), headers))
                        .build())
                : chain.filter(exchange);
    }
}
