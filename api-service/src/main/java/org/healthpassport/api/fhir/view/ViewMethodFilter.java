package org.healthpassport.api.fhir.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Answers 405 to whatever a view does not have, such as an update. Otherwise these requests would reach the handlers of records,
 * which know no such type. Runs after the security filters.
 */
@Component
@Order(-50)
final class ViewMethodFilter implements WebFilter {
    private static final String BASE = "/fhir/";

    private final Map<PathPattern, List<HttpMethod>> allowed;

    ViewMethodFilter() {
        Map<PathPattern, List<HttpMethod>> ofOne = Arrays.stream(FhirView.values())
                .collect(Collectors.toMap(
                        // Operations such as $validate are none of the view.
                        view -> pattern(BASE + view.fhirName() + "/{id:[^$].*}"),
                        ViewMethodFilter::ofOne));
        Map<PathPattern, List<HttpMethod>> ofAll = Arrays.stream(FhirView.values())
                .collect(Collectors.toMap(view -> pattern(BASE + view.fhirName()), ViewMethodFilter::ofAll));
        ofOne.putAll(ofAll);
        this.allowed = Map.copyOf(ofOne);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        HttpMethod method = exchange.getRequest().getMethod();
        return allowed.entrySet().stream()
                .filter(view -> view.getKey().matches(path))
                .map(Map.Entry::getValue)
                .filter(methods -> !methods.contains(method))
                .findFirst()
                .map(methods -> refuse(exchange, methods))
                .orElseGet(() -> chain.filter(exchange));
    }

    private static Mono<Void> refuse(ServerWebExchange exchange, List<HttpMethod> methods) {
        exchange.getResponse()
                .getHeaders()
                .set(HttpHeaders.ALLOW, methods.stream().map(HttpMethod::name).collect(Collectors.joining(", ")));
        return Mono.error(Problem.of(
                        ProblemType.METHOD_NOT_ALLOWED,
                        "This is a view of what the service holds; GET /fhir/metadata tells what can be done with it.")
                .asException());
    }

    private static List<HttpMethod> ofAll(FhirView view) {
        return methods(view, Map.of("create", List.of(HttpMethod.POST)));
    }

    private static List<HttpMethod> ofOne(FhirView view) {
        return methods(
                view, Map.of("read", List.of(HttpMethod.GET, HttpMethod.HEAD), "delete", List.of(HttpMethod.DELETE)));
    }

    private static List<HttpMethod> methods(FhirView view, Map<String, List<HttpMethod>> ofInteractions) {
        List<HttpMethod> methods = new ArrayList<>(List.of(HttpMethod.OPTIONS));
        view.interactions().stream()
                .map(interaction -> ofInteractions.getOrDefault(interaction, List.of()))
                .forEach(methods::addAll);
        return List.copyOf(methods);
    }

    private static PathPattern pattern(String pattern) {
        return PathPatternParser.defaultInstance.parse(pattern);
    }
}
