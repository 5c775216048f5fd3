package org.healthpassport.edge.security;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;

/**
 * Answers 405 to methods that no address has: TRACE, which would show a proxy's headers to a page, and those that nobody
 * knows. The firewall behind it would take them for a malformed address.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
final class MethodFilter implements WebFilter {
    private static final Set<HttpMethod> KNOWN = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    private final ObjectProvider<RequestMappingInfoHandlerMapping> mappings;

    MethodFilter(ObjectProvider<RequestMappingInfoHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (KNOWN.contains(exchange.getRequest().getMethod())) {
            return chain.filter(exchange);
        }
        exchange.getResponse().getHeaders().set(HttpHeaders.ALLOW, allowed(exchange));
        return Mono.error(Problem.of(
                        ProblemType.METHOD_NOT_ALLOWED,
                        "This address does not support this method; see the Allow header.")
                .asException());
    }

    /** The methods of the pattern that says most about this address; all known ones if no handler has one. */
    private String allowed(ServerWebExchange exchange) {
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        SortedMap<PathPattern, Set<String>> ofPatterns = new TreeMap<>(PathPattern.SPECIFICITY_COMPARATOR);
        mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .forEach(handler -> handler.getPatternsCondition().getPatterns().stream()
                        .filter(pattern -> pattern.matches(path))
                        .forEach(pattern -> ofPatterns
                                .computeIfAbsent(pattern, first -> new TreeSet<>())
                                .addAll(methods(handler))));
        Set<String> methods = ofPatterns.values().stream().findFirst().orElse(Set.of());
        return String.join(", ", methods.isEmpty() ? methods(KNOWN) : methods);
    }

    private static Set<String> methods(RequestMappingInfo handler) {
        return handler.getMethodsCondition().getMethods().stream()
                .map(RequestMethod::name)
                .collect(Collectors.toSet());
    }

    private static Set<String> methods(Set<HttpMethod> known) {
        return known.stream().map(HttpMethod::name).collect(Collectors.toCollection(TreeSet::new));
    }
}
