package org.healthpassport.api.openapi;

import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.security.OpenRoute;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Serves Swagger UI, which shows the OpenAPI document: from a list of files, not by resource handlers, which would
 * serve others too and read them on event loops.
 */
@Hidden
@RestController
@ConditionalOnBooleanProperty("springdoc.api-docs.enabled")
final class SwaggerUiController {
    /** It needs inline styles and data: images to draw; it gets nothing from other servers. */
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "connect-src 'self'",
            "img-src 'self' data:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'");

    private static final MediaType JAVASCRIPT = MediaType.valueOf("text/javascript;charset=UTF-8");

    private static final String OF_THE_PROJECT = "classpath:swagger-ui/";
    /** Any version; there is one artifact with this file. */
    private static final String OF_SWAGGER = "classpath*:META-INF/resources/webjars/swagger-ui/*/";

    private static final Map<String, Source> FILES = Map.of(
            "index.html", new Source(OF_THE_PROJECT, MediaType.valueOf("text/html;charset=UTF-8")),
            "initializer.js", new Source(OF_THE_PROJECT, JAVASCRIPT),
            "swagger-ui-bundle.js", new Source(OF_SWAGGER, JAVASCRIPT),
            "swagger-ui.css", new Source(OF_SWAGGER, MediaType.valueOf("text/css;charset=UTF-8")),
            "favicon-32x32.png", new Source(OF_SWAGGER, MediaType.IMAGE_PNG));

    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

    @Bean
    static OpenRoute swaggerUi() {
        return OpenRoute.get("/swagger-ui.html");
    }

    @Bean
    static OpenRoute swaggerUiFiles() {
        return OpenRoute.get("/swagger-ui/{name}");
    }

    @GetMapping("/swagger-ui.html")
    ResponseEntity<Void> redirect() {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create("swagger-ui/index.html"))
                .build();
    }

    @GetMapping("/swagger-ui/{name}")
    Mono<ResponseEntity<byte[]>> file(@PathVariable String name) {
        Source source = FILES.get(name);
        if (source == null) {
            throw Problem.of(ProblemType.NOT_FOUND, "Swagger UI has no such file.")
                    .asException();
        }
        return Mono.justOrEmpty(contents.get(name))
                .switchIfEmpty(Mono.fromCallable(() -> read(source, name)).subscribeOn(Schedulers.boundedElastic()))
                .map(content -> ResponseEntity.ok()
                        .contentType(source.type())
                        .cacheControl(CacheControl.maxAge(Duration.ofHours(1)))
                        .header("Content-Security-Policy", POLICY)
                        .body(content));
    }

    private byte[] read(Source source, String name) throws IOException {
        Resource[] found = new PathMatchingResourcePatternResolver().getResources(source.folder() + name);
        if (found.length != 1) {
            throw new IllegalStateException(
                    "Expected one file %s of Swagger UI, but there are %d".formatted(name, found.length));
        }
        byte[] content = found[0].getContentAsByteArray();
        contents.put(name, content);
        return content;
    }

    private record Source(String folder, MediaType type) {}
}
