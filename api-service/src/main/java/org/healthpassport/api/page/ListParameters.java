package org.healthpassport.api.page;

import io.swagger.v3.oas.annotations.Parameter;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Refuses query parameters that a list does not have. One that is misspelled would otherwise give the whole list as the
 * answer to a narrower question. Lists are recognized by their parameter {@code cursor}. At the FHIR API only those who
 * prefer {@code handling=strict} are refused, as FHIR has servers ignore what they do not know (R4, search.html#errors).
 */
final class ListParameters extends RequestMappingHandlerMapping {
    private static final String API = "/api/";
    private static final String FHIR = "/fhir/";
    private static final String CURSOR = "cursor";
    private static final Set<String> OF_ALL_OF_FHIR = Set.of("_format", "_pretty");
    private static final Pattern STRICT = Pattern.compile("(?i)(^|[,;\\s])handling\\s*=\\s*\"?strict\"?($|[,;\\s])");
    /** Other names are not repeated in the answer. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_:.-]{1,40}");

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    protected void handleMatch(RequestMappingInfo mapping, HandlerMethod handler, ServerWebExchange exchange) {
        super.handleMatch(mapping, handler, exchange);
        ServerHttpRequest request = exchange.getRequest();
        Set<String> sent = request.getQueryParams().keySet();
        if (sent.isEmpty()) {
            return;
        }
        Set<String> names = known.computeIfAbsent(handler.getMethod(), method -> parameters(handler));
        String path = request.getPath().value();
        if (path.startsWith(API) && names.contains(CURSOR)) {
            requireKnown(sent, names);
        } else if (path.startsWith(FHIR) && isStrict(request)) {
            requireKnown(without(OF_ALL_OF_FHIR, sent), names);
        }
    }

    private static boolean isStrict(ServerHttpRequest request) {
        return request.getHeaders().getOrEmpty("Prefer").stream()
                .anyMatch(preferences -> STRICT.matcher(preferences).find());
    }

    private static Set<String> without(Set<String> some, Set<String> all) {
        return all.stream().filter(name -> !some.contains(name)).collect(Collectors.toUnmodifiableSet());
    }

    private static void requireKnown(Set<String> sent, Set<String> known) {
        sent.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new PageRefusal.UnknownParameter(NAME.matcher(name).matches() ? name : "", List.copyOf(known))
                    .asException();
        });
    }

    /** Those of the method, and those that it only describes, as it reads them from the request itself. */
    private static Set<String> parameters(HandlerMethod handler) {
        return Stream.concat(
                        Arrays.stream(handler.getMethodParameters())
                                .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
                                .map(ListParameters::name),
                        Arrays.stream(handler.getMethod().getAnnotationsByType(Parameter.class))
                                .map(Parameter::name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(MethodParameter parameter) {
        RequestParam annotation = parameter.getParameterAnnotation(RequestParam.class);
        return annotation != null && StringUtils.hasText(annotation.name())
                ? annotation.name()
                : parameter.getParameter().getName();
    }
}
