package org.healthpassport.edge.connection;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.boot.reactor.netty.autoconfigure.NettyServerProperties;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ends a request with 408 if its body stalls. The server's idle time-out applies between requests only; this applies
 * the same time during a request.
 */
@Component
final class StalledRequestFilter implements WebFilter {
    private final Duration goesOnWithin;

    StalledRequestFilter(NettyServerProperties server) {
        this.goesOnWithin = requireNonNull(server.getIdleTimeout(), "server.netty.idle-timeout");
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest watched = new ServerHttpRequestDecorator(exchange.getRequest()) {
            @Override
            public Flux<DataBuffer> getBody() {
                return super.getBody().timeout(goesOnWithin, Mono.error(StalledRequestFilter::stalled));
            }
        };
        return chain.filter(exchange.mutate().request(watched).build());
    }

    private static Throwable stalled() {
        return Problem.of(ProblemType.REQUEST_TIMEOUT, "The rest of the request did not arrive in time.")
                .asException();
    }
}
