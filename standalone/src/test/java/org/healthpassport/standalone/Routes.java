package org.healthpassport.standalone;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.http.server.PathContainer;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** The routes that the controllers of a service declare; found without starting it. */
record Routes(List<Route> routes) {

    /** The routes of all controllers in that package and below. */
    static Routes in(String packageName) {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        return new Routes(scanner.findCandidateComponents(packageName).stream()
                .map(found -> ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null))
                .flatMap(controller -> Arrays.stream(controller.getDeclaredMethods())
                        .filter(method -> AnnotatedElementUtils.hasAnnotation(method, RequestMapping.class))
                        .flatMap(method -> of(controller, method)))
                .toList());
    }

    boolean have(String method, String path) {
        PathContainer wanted = PathContainer.parsePath(path);
        return routes.stream()
                .anyMatch(route ->
                        route.method().name().equals(method) && route.pattern().matches(wanted));
    }

    private static Stream<Route> of(Class<?> controller, Method handler) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(handler, RequestMapping.class);
        return mapping == null
                ? Stream.empty()
                : Arrays.stream(mapping.method())
                        .flatMap(method -> paths(controller)
                                .flatMap(base -> paths(handler)
                                        .map(path -> new Route(
                                                method, PathPatternParser.defaultInstance.parse(base + path)))));
    }

    private static Stream<String> paths(AnnotatedElement element) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(element, RequestMapping.class);
        return mapping == null || mapping.path().length == 0 ? Stream.of("") : Arrays.stream(mapping.path());
    }

    /** A route. */
    record Route(RequestMethod method, PathPattern pattern) {}
}
