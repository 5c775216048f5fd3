package org.healthpassport.audit.auditor;

import com.nimbusds.jose.KeySourceException;
import java.time.Clock;
import org.healthpassport.audit.problem.Problem;
import org.healthpassport.audit.problem.ProblemType;
import org.healthpassport.audit.web.Blocking;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CorsSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.FormLoginSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HeaderSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HttpBasicSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.server.authentication.ServerBearerTokenAuthenticationConverter;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Checkpoint, key and hash tiles are for anybody, the log's entries and reports for auditors, metrics for administrators;
 * everything else is denied. There are no sessions and no cookies, so no CSRF tokens are needed.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessSettings.class)
class SecurityConfiguration {
    private static final String AUDITOR = "AUDITOR";
    private static final String ADMIN = "ADMIN";

    @Bean
    AccessTokens accessTokens(AccessSettings settings, Clock clock) {
        return new AccessTokens(new PublishedKeys(settings.audit().jwksUrl(), clock), settings.publicUrl(), clock);
    }

    @Bean
    SecurityWebFilterChain securityWebFilterChain(ServerHttpSecurity http, AccessTokens tokens, DeniedRequests trail) {
        ServerWebExchangeMatcher audited = AuditedRequests.matcher();
        ServerWebExchangeMatcher open = open(audited);
        ServerAuthenticationEntryPoint unauthenticated = (exchange, failure) -> Mono.error(
                Problem.of(ProblemType.UNAUTHENTICATED, "Send a valid access token in the Authorization header.")
                        .asException());
        ServerAccessDeniedHandler denied = (exchange, failure) -> denied(exchange, audited, trail);
        return http.csrf(CsrfSpec::disable)
                .cors(CorsSpec::disable)
                .headers(HeaderSpec::disable)
                .httpBasic(HttpBasicSpec::disable)
                .formLogin(FormLoginSpec::disable)
                .logout(LogoutSpec::disable)
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(unauthenticated).accessDeniedHandler(denied))
                .oauth2ResourceServer(
                        server -> server.authenticationManagerResolver(exchange -> Mono.just(authenticating(tokens)))
                                .bearerTokenConverter(exceptFor(open))
                                .authenticationEntryPoint(unauthenticated)
                                .accessDeniedHandler(denied))
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

    /** Answers addresses that the firewall rejects, such as those with encoded slashes, as malformed requests. */
    @Bean
    ServerExchangeRejectedHandler rejectedAddresses() {
        return (exchange, rejection) -> Mono.error(
                Problem.of(ProblemType.MALFORMED_REQUEST, "The address contains characters that are not accepted.")
                        .asException());
    }

    private static ServerWebExchangeMatcher open(ServerWebExchangeMatcher audited) {
        return new AndServerWebExchangeMatcher(
                new NegatedServerWebExchangeMatcher(audited),
                new OrServerWebExchangeMatcher(
                        get("/actuator/health/**"),
                        get("/audit-log/checkpoint"),
                        get("/audit-log/vkey"),
                        get("/audit-log/tile/**")));
    }

    private static ServerWebExchangeMatcher get(String pattern) {
        return new OrServerWebExchangeMatcher(
                new PathPatternParserServerWebExchangeMatcher(pattern, HttpMethod.GET),
                new PathPatternParserServerWebExchangeMatcher(pattern, HttpMethod.HEAD));
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
                .flatMap(bearer -> Blocking.call(() -> tokens.verify(bearer.getToken())))
                .onErrorMap(KeySourceException.class, unknown -> Problem.away().asException())
                .map(account -> account.map(AccountAuthentication::new)
                        .orElseThrow(() -> new InvalidBearerTokenException("The access token is not valid")));
    }

    /** Ignores tokens on public addresses, so that an expired one does not keep a client out. */
    private static ServerAuthenticationConverter exceptFor(ServerWebExchangeMatcher open) {
        ServerAuthenticationConverter converter = new ServerBearerTokenAuthenticationConverter();
        return exchange -> open.matches(exchange)
                .filter(result -> !result.isMatch())
                .flatMap(closed -> converter.convert(exchange));
    }
}
