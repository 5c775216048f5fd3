package org.healthpassport.edge.security;

import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;

/**
 * A route that needs no access token. A feature declares it as a bean; every other route needs a token.
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

    /** Matches the requests of all these routes. */
    public static ServerWebExchangeMatcher anyOf(List<OpenRoute> routes) {
        return new OrServerWebExchangeMatcher(
                routes.stream().map(OpenRoute::matcher).toList());
    }

    /** If GET is open, so is HEAD, which answers the same without the body (RFC 9110, 9.3.2). */
    ServerWebExchangeMatcher matcher() {
        ServerWebExchangeMatcher declared = matcher(method);
        return method.equals(HttpMethod.GET)
                ? new OrServerWebExchangeMatcher(declared, matcher(HttpMethod.HEAD))
                : declared;
    }

    private ServerWebExchangeMatcher matcher(HttpMethod ofRequest) {
        return new PathPatternParserServerWebExchangeMatcher(pattern, ofRequest);
    }
}
