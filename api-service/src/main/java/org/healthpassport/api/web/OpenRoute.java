package org.healthpassport.api.web;

import org.springframework.http.HttpMethod;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;

/**
 * A route that needs no access token. A feature that has one declares it as a bean; every other route needs a token.
 *
 * @param pattern a path pattern, such as {@code /api/downloads/**}
 */
public record OpenRoute(HttpMethod method, String pattern) {

    public static OpenRoute get(String pattern) {
        return new OpenRoute(HttpMethod.GET, pattern);
    }

    public static OpenRoute post(String pattern) {
        return new OpenRoute(HttpMethod.POST, pattern);
    }

    public ServerWebExchangeMatcher matcher() {
        return new PathPatternParserServerWebExchangeMatcher(pattern, method);
    }
}
