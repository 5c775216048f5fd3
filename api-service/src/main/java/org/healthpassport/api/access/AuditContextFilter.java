package org.healthpassport.api.access;

import java.util.Optional;
import org.healthpassport.aggregates.stamp.Actor;
import org.healthpassport.aggregates.stamp.Client;
import org.healthpassport.aggregates.stamp.Correlation;
import org.healthpassport.edge.request.ClientAddress;
import org.healthpassport.edge.request.RequestTrace;
import org.healthpassport.edge.text.Graphemes;
import org.healthpassport.edge.text.Printable;
import org.healthpassport.events.audit.AuditAction;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Tells the write path and the access log about each request: its {@link Client}, its {@link Correlation}, the thing
 * that it has {@link Tried} to use, and an anonymous {@link Actor} until the caller is authenticated.
 */
@Component
@Order(AuditContextFilter.AFTER_REQUEST_TRACE)
final class AuditContextFilter implements WebFilter {
    static final int AFTER_REQUEST_TRACE = Ordered.HIGHEST_PRECEDENCE + 5;

    private static final int LONGEST_USER_AGENT = 200;

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Client client = client(exchange.getRequest());
        Correlation correlation = correlation(RequestTrace.of(exchange));
        ServerHttpRequest request = exchange.getRequest();
        Tried tried = Tried.of(request.getMethod(), request.getPath().pathWithinApplication());
        return chain.filter(exchange)
                .contextWrite(context -> Actor.ANONYMOUS.into(tried.into(client.into(correlation.into(context)))));
    }

    private static Correlation correlation(@Nullable RequestTrace trace) {
        return trace == null ? Correlation.NONE : new Correlation(trace.requestId(), null, trace.traceparent());
    }

    private static Client client(ServerHttpRequest request) {
        return new Client(
                ClientAddress.of(request.getRemoteAddress()),
                printable(ClientAddress.exactly(request.getRemoteAddress())),
                Optional.ofNullable(request.getHeaders().getFirst(HttpHeaders.USER_AGENT))
                        .map(AuditContextFilter::printable)
                        .orElse(null),
                attempted(request.getMethod()));
    }

    private static AuditAction attempted(HttpMethod method) {
        if (method == HttpMethod.GET || method == HttpMethod.HEAD) {
            return AuditAction.READ;
        }
        if (method == HttpMethod.POST) {
            return AuditAction.CREATE;
        }
        if (method == HttpMethod.PUT || method == HttpMethod.PATCH) {
            return AuditAction.UPDATE;
        }
        return method == HttpMethod.DELETE ? AuditAction.DELETE : AuditAction.EXECUTE;
    }

    private static String printable(String text) {
        return Graphemes.first(Printable.only(text), LONGEST_USER_AGENT);
    }
}
