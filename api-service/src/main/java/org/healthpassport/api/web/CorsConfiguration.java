package org.healthpassport.api.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.request.RequestTrace;
import org.healthpassport.edge.url.PublicUrl;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;

/**
 * Allows pages of the configured origins to call the API from a browser, and pages of any origin to get public keys and
 * the data of health links.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CorsSettings.class)
class CorsConfiguration {
    private static final Duration PREFLIGHT_HOLDS = Duration.ofMinutes(10);
    /** The headers of answers that a page can need, and may not read otherwise (Fetch, 3.3.3). */
    private static final List<String> EXPOSED = List.of(
            HttpHeaders.ACCEPT_RANGES,
            HttpHeaders.ALLOW,
            HttpHeaders.CONTENT_DISPOSITION,
            HttpHeaders.CONTENT_RANGE,
            HttpHeaders.ETAG,
            HttpHeaders.LINK,
            HttpHeaders.LOCATION,
            HttpHeaders.RETRY_AFTER,
            HttpHeaders.WWW_AUTHENTICATE,
            RequestTrace.HEADER);

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 10)
    CorsWebFilter corsWebFilter(CorsSettings settings, PublicUrl publicUrl) {
        List<String> origins = new ArrayList<>(settings.corsOrigins());
        origins.add(publicUrl.base().toString());
        var publicKeys = rules(List.of("*"), List.of("GET", "HEAD"));
        var healthLinks = rules(List.of("*"), List.of("GET", "HEAD", "POST"));
        var everything = rules(origins, List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/.well-known/**", publicKeys);
        source.registerCorsConfiguration("/shl/**", healthLinks);
        source.registerCorsConfiguration("/**", everything);
        return new CorsWebFilter(source, new RefusingWithProblem());
    }

    private static org.springframework.web.cors.CorsConfiguration rules(List<String> origins, List<String> methods) {
        var rules = new org.springframework.web.cors.CorsConfiguration();
        rules.setAllowedOrigins(origins);
        rules.setAllowedMethods(methods);
        rules.setAllowedHeaders(List.of("*"));
        rules.setExposedHeaders(EXPOSED);
        rules.setMaxAge(PREFLIGHT_HOLDS);
        return rules;
    }

    private static final class RefusingWithProblem extends DefaultCorsProcessor {
        @Override
        protected void rejectRequest(ServerHttpResponse response) {
            throw Problem.of(ProblemType.FORBIDDEN, "Pages of this origin may not call this address.")
                    .asException();
        }
    }
}
