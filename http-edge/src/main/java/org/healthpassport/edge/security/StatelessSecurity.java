package org.healthpassport.edge.security;

import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CorsSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.FormLoginSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HeaderSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HttpBasicSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.security.oauth2.server.resource.web.server.authentication.ServerBearerTokenAuthenticationConverter;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import reactor.core.publisher.Mono;

/**
 * The security basics of a service whose callers send access tokens: there are no sessions and no cookies, and so no
 * CSRF tokens. The service adds the rules of its own routes.
 *
 * @param open requests that need no token
 * @param authentication of a token
 * @param unauthenticated answers requests without a valid token
 * @param denied answers requests of accounts that may not make them
 */
public record StatelessSecurity(
        ServerWebExchangeMatcher open,
        ReactiveAuthenticationManager authentication,
        ServerAuthenticationEntryPoint unauthenticated,
        ServerAccessDeniedHandler denied) {

    /** Prepares the security of a service, and leaves open which account may make which request. */
    public ServerHttpSecurity applyTo(ServerHttpSecurity http) {
        return http.csrf(CsrfSpec::disable)
                .cors(CorsSpec::disable)
                // The first filter puts them on every answer, also on those that never come here.
                .headers(HeaderSpec::disable)
                .httpBasic(HttpBasicSpec::disable)
                .formLogin(FormLoginSpec::disable)
                .logout(LogoutSpec::disable)
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(unauthenticated).accessDeniedHandler(denied))
                .oauth2ResourceServer(
                        server -> server.authenticationManagerResolver(exchange -> Mono.just(authentication))
                                .bearerTokenConverter(exceptForOpen())
                                .authenticationEntryPoint(unauthenticated)
                                .accessDeniedHandler(denied));
    }

    /** The problem of a request without a valid token. */
    public static Problem noValidToken() {
        return Problem.of(ProblemType.UNAUTHENTICATED, "Send a valid access token in the Authorization header.");
    }

    /** An expired token, sent out of habit, must not keep anybody from signing in again. */
    private ServerAuthenticationConverter exceptForOpen() {
        ServerAuthenticationConverter converter = new ServerBearerTokenAuthenticationConverter();
        return exchange -> open.matches(exchange)
                .filter(result -> !result.isMatch())
                .flatMap(closed -> converter.convert(exchange));
    }
}
