package org.healthpassport.audit.auditor;

import com.nimbusds.jose.KeySourceException;
import java.time.Clock;
import java.util.List;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.security.OpenRoute;
import org.healthpassport.edge.security.StatelessSecurity;
import org.healthpassport.edge.url.PublicUrl;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Lets everybody read the open routes, auditors the log's entries and reports, administrators the metrics; everything
 * else is denied.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessSettings.class)
class SecurityConfiguration {
    private static final String AUDITOR = "AUDITOR";
    private static final String ADMIN = "ADMIN";

    @Bean
    AccessTokens accessTokens(AccessSettings settings, PublicUrl publicUrl, Clock clock) {
        return new AccessTokens(
                new PublishedKeys(settings.jwksUrl(), clock), publicUrl.base().toString(), clock);
    }

    @Bean
    SecurityWebFilterChain securityWebFilterChain(
            ServerHttpSecurity http, List<OpenRoute> openRoutes, AccessTokens tokens, DeniedRequests trail) {
        ServerWebExchangeMatcher audited = AuditedRequests.matcher();
        ServerWebExchangeMatcher open = new AndServerWebExchangeMatcher(
                new NegatedServerWebExchangeMatcher(audited), OpenRoute.anyOf(openRoutes));
        return new StatelessSecurity(
                        open,
                        authenticating(tokens),
                        (exchange, failure) ->
                                Mono.error(StatelessSecurity.noValidToken().asException()),
                        (exchange, failure) -> denied(exchange, audited, trail))
                .applyTo(http)
                .authorizeExchange(exchanges -> exchanges
                        .matchers(open)
                        .permitAll()
                        .matchers(audited)
                        .hasRole(AUDITOR)
                        .pathMatchers("/actuator/**")
                        .hasRole(ADMIN)
                        .anyExchange()
                        .denyAll())
                .build();
    }

    /** Refuses a request for auditors' data only after it has been recorded. */
    private static Mono<Void> denied(
            ServerWebExchange exchange, ServerWebExchangeMatcher audited, DeniedRequests trail) {
        Mono<Void> recorded = audited.matches(exchange)
                .filter(ServerWebExchangeMatcher.MatchResult::isMatch)
                .flatMap(match -> Account.current())
                .flatMap(account -> trail.recordDenied(exchange, account));
        return recorded.then(
                Mono.error(Problem.of(ProblemType.FORBIDDEN, "The role of your account does not allow this request.")
                        .asException()));
    }

    private static ReactiveAuthenticationManager authenticating(AccessTokens tokens) {
        return authentication -> Mono.just(authentication)
                .ofType(BearerTokenAuthenticationToken.class)
                .flatMap(bearer -> tokens.verify(bearer.getToken())
                        .onErrorMap(
                                KeySourceException.class,
                                unknown -> Problem.unavailable().asException())
                        .<Authentication>map(AccountAuthentication::new)
                        .switchIfEmpty(
                                Mono.error(() -> new InvalidBearerTokenException("The access token is not valid"))));
    }
}
