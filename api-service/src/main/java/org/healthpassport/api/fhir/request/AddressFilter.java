package org.healthpassport.api.fhir.request;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.healthpassport.api.fhir.FhirAddress;
import org.healthpassport.api.fhir.FhirRefusal;
import org.healthpassport.api.fhir.view.FhirView;
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
 * Answers 404 to addresses that are none, such as those of other types, and 405 to methods that an address does not have. The
 * patterns of the handlers of records match nearly every address, so the framework would name their methods. Runs after the
 * security filters.
 */
@Component
@Order(-50)
final class AddressFilter implements WebFilter {
    private static final String BASE = FhirAddress.BASE + '/';

    /** Operations such as $validate are none of a type's resources. */
    private static final String ID = "/{id:[^$].*}";

    private static final Pattern OPERATION = Pattern.compile("\\$.*");

    /** An id of R4 (datatypes.html#id), or what stands in its place. */
    private static final Pattern BEHIND_TYPE = Pattern.compile("[A-Za-z0-9.-]*|_history|\\$validate");

    private static final Map<String, List<HttpMethod>> OF_ALL = Map.of("create", List.of(HttpMethod.POST));

    private static final Map<String, List<HttpMethod>> OF_ONE =
            Map.of("read", List.of(HttpMethod.GET, HttpMethod.HEAD), "delete", List.of(HttpMethod.DELETE));

    /** In the order in which they are asked. */
    private final Map<PathPattern, Set<HttpMethod>> allowed = new LinkedHashMap<>();

    AddressFilter() {
        allow("metadata", HttpMethod.GET, HttpMethod.HEAD);
        allow("{type}/$validate", HttpMethod.POST);
        allow(FhirAddress.PATIENT + ID, HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT);
        for (FhirView view : FhirView.values()) {
            allow(view.fhirName() + ID, methods(view, OF_ONE));
            allow(view.fhirName(), methods(view, OF_ALL));
        }
        allow("{type}/_history", HttpMethod.GET, HttpMethod.HEAD);
    }

    private void allow(String address, HttpMethod... methods) {
        Set<HttpMethod> all = new LinkedHashSet<>(List.of(HttpMethod.OPTIONS));
        all.addAll(Arrays.asList(methods));
        allowed.put(PathPatternParser.defaultInstance.parse(BASE + address), all);
    }

    private static HttpMethod[] methods(FhirView view, Map<String, List<HttpMethod>> ofInteractions) {
        return view.interactions().stream()
                .flatMap(interaction -> ofInteractions.getOrDefault(interaction, List.of()).stream())
                .toArray(HttpMethod[]::new);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        if (!path.value().startsWith(BASE)) {
            return chain.filter(exchange);
        }
        if (!isKnown(path.value().substring(BASE.length()).split("/", -1))) {
            return Mono.error(new FhirRefusal.UnknownType()::asException);
        }
        HttpMethod method = exchange.getRequest().getMethod();
        return allowed.entrySet().stream()
                .filter(address -> address.getKey().matches(path))
                .map(Map.Entry::getValue)
                .findFirst()
                .filter(methods -> !methods.contains(method) || method.equals(HttpMethod.OPTIONS))
                .map(methods -> answer(exchange, methods))
                .orElseGet(() -> chain.filter(exchange));
    }

    private static boolean isKnown(String[] segments) {
        String type = segments[0];
        if (segments.length == 1) {
            // Nothing can be done with all patients together.
            return type.equals("metadata") || (FhirAddress.isServed(type) && !type.equals(FhirAddress.PATIENT));
        }
        return BEHIND_TYPE.matcher(segments[1]).matches()
                && (FhirAddress.isServed(type) || OPERATION.matcher(segments[1]).matches());
    }

    private static Mono<Void> answer(ServerWebExchange exchange, Set<HttpMethod> methods) {
        exchange.getResponse()
                .getHeaders()
                .set(HttpHeaders.ALLOW, methods.stream().map(HttpMethod::name).collect(Collectors.joining(", ")));
        if (exchange.getRequest().getMethod().equals(HttpMethod.OPTIONS)) {
            return exchange.getResponse().setComplete();
        }
        return Mono.error(Problem.of(
                        ProblemType.METHOD_NOT_ALLOWED,
                        "This address does not support this method; GET /fhir/metadata tells what can be done here.")
                .asException());
    }
}
