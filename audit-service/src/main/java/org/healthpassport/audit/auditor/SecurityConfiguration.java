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
import org.springframework.security.config.web.server.ServerHttpSecurity.CorsSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.FormLoginSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HeaderSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HttpBasicSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity;
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
 * Who gets in: checkpoint, key and hash tiles are for anybody, what is asked of the log for auditors, metrics for
 * administrators, and nothing else for nobody. No sessions, no cookies, and so no CSRF tokens.
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

    /** Addresses with tricks in them, such as encoded slashes, are answered like every other request that is none. */
    @Bean
    ServerExchangeRejectedHandler rejectedAddresses() {
        return (exchange, rejection) ->
                Mono.error(Problem.of(ProblemType.MALFORMED_REQUEST, "The address is not one that is read here.")
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

    /** Whoever asks for what is an auditor's is refused only after that is recorded. */
    private static Mono<Void> denied(
            ServerWebExchange exchange, ServerWebExchangeMatcher audited, DeniedRequests trail) {
        Mono<Void> recorded = audited.matches(exchange)
                .filter(ServerWebExchangeMatcher.MatchResult::isMatch)
                .flatMap(match -> Account.current())
                .flatMap(account -> trail.recordDenied(exchange, account));
        return recorded.then(Mono.error(Problem.of(ProblemType.FORBIDDEN, "This is not for accounts of this kind.")
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

    /** An expired token, sent out of habit, keeps nobody from what is for anybody. */
    private static ServerAuthenticationConverter exceptFor(ServerWebExchangeMatcher open) {
        ServerAuthenticationConverter converter = new ServerBearerTokenAuthenticationConverter();
        return exchange -> open.matches(exchange)
                .filter(result -> !result.isMatch())
                .flatMap(closed -> converter.convert(exchange));
    }
}
