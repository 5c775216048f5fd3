package org.healthpassport.api.fhir.provenance;

import java.util.Set;
import org.healthpassport.api.fhir.FhirAddress;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Lets nobody write {@code Provenance}, or search for it. Without this, it would be taken for a record of an unknown type.
 * Runs after the security filters.
 */
@Component
@Order(-50)
final class ProvenanceMethods implements WebFilter {
    private static final PathPattern ALL = PathPatternParser.defaultInstance.parse(FhirAddress.BASE + "/Provenance");
    private static final PathPattern ONE =
            PathPatternParser.defaultInstance.parse(FhirAddress.BASE + "/Provenance/{id}");

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpMethod method = exchange.getRequest().getMethod();
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        Set<HttpMethod> allowed = ONE.matches(path)
                ? Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS)
                : ALL.matches(path) ? Set.of(HttpMethod.OPTIONS) : Set.of(method);
        return allowed.contains(method)
                ? chain.filter(exchange)
                : Mono.error(() -> new MethodNotAllowedException(method, allowed));
    }
}
