package org.healthpassport.edge.body;

import java.util.Arrays;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses bodies that are compressed (RFC 9110, 8.4 and 15.5.16): their bytes would be taken for what they are not, and a
 * document would be kept as something that nobody can open.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 26)
final class ContentEncodingFilter implements WebFilter {
    private static final String IDENTITY = "identity";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpMethod method = exchange.getRequest().getMethod();
        boolean read = method == HttpMethod.GET || method == HttpMethod.HEAD || method == HttpMethod.OPTIONS;
        if (read || isPlain(exchange.getRequest().getHeaders())) {
            return chain.filter(exchange);
        }
        exchange.getResponse().getHeaders().set(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
        return Mono.error(Problem.of(
                        ProblemType.UNSUPPORTED_TYPE,
                        "Send the body as it is, without a Content-Encoding such as gzip.")
                .asException());
    }

    private static boolean isPlain(HttpHeaders headers) {
        return headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .allMatch(coding -> coding.isEmpty() || coding.equalsIgnoreCase(IDENTITY));
    }
}
