package org.healthpassport.api.identity.token;

import com.nimbusds.jose.jwk.ECKey;
import java.security.Principal;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.security.OpenRoute;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.events.access.DenialReason;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CorsSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.FormLoginSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HeaderSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HttpBasicSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.server.authentication.ServerBearerTokenAuthenticationConverter;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import reactor.core.publisher.Mono;

/**
 * Requires an access token on every route that no feature declared as an {@link OpenRoute}. There are no sessions and
 * no cookies, and so no CSRF tokens.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String[] EVERY_ROLE =
            Arrays.stream(Role.values()).map(Role::name).toArray(String[]::new);

    @Bean
    SharedSecret<ECKey> tokenSigningKey() {
        return TokenSigningKey.secret();
    }

    @Bean
    AccessTokens accessTokens(SharedSecret<ECKey> tokenSigningKey, PublicUrl publicUrl, Clock clock) {
        return new AccessTokens(tokenSigningKey, publicUrl.base().toString(), clock);
    }

    @Bean
    OpenRoute health() {
        return OpenRoute.get("/actuator/health/**");
    }

    @Bean
    SecurityWebFilterChain securityWebFilterChain(
            ServerHttpSecurity http,
            List<OpenRoute> openRoutes,
            AccessTokens tokens,
            Accounts accounts,
            AccessLog accessLog) {
        ServerWebExchangeMatcher open = new OrServerWebExchangeMatcher(
                openRoutes.stream().map(OpenRoute::matcher).toList());
        ServerAuthenticationEntryPoint unauthenticated = (exchange, failure) -> accessLog
                .record(new Access.Denial(null, reason(failure)))
                .then(Mono.error(() -> CurrentCaller.unauthenticated().asException()));
        ServerAccessDeniedHandler denied = (exchange, failure) -> accessLog
                .record(new Access.Denial(null, DenialReason.NOT_PERMITTED))
                .then(exchange.getPrincipal())
                .flatMap(caller -> Mono.error(forbidden(caller).asException()));
        ReactiveAuthenticationManager authenticating = new AccessTokenAuthenticator(tokens, accounts);
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
                        server -> server.authenticationManagerResolver(exchange -> Mono.just(authenticating))
                                .bearerTokenConverter(exceptFor(open))
                                .authenticationEntryPoint(unauthenticated)
                                .accessDeniedHandler(denied))
                .addFilterAfter(new ActorFilter(), SecurityWebFiltersOrder.AUTHENTICATION)
                .authorizeExchange(exchanges -> exchanges
                        .matchers(open)
                        .permitAll()
                        .pathMatchers("/actuator/**", "/api/admin/**")
                        .hasRole(Role.ADMIN.name())
                        .pathMatchers("/api/me")
                        .authenticated()
                        .anyExchange()
                        .hasAnyRole(EVERY_ROLE))
                .build();
    }

    /**
     * An address that the firewall refuses, for example for an encoded slash, is answered like any other malformed
     * request.
     */
    @Bean
    ServerExchangeRejectedHandler rejectedAddresses() {
        return (exchange, rejection) ->
                Mono.error(Problem.of(ProblemType.MALFORMED_REQUEST, "The address of the request is not allowed.")
                        .asException());
    }

    @Bean
    WebFluxConfigurer callerArguments() {
        return new WebFluxConfigurer() {
            @Override
            public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
                configurer.addCustomResolver(new CurrentCaller());
            }
        };
    }

    private static DenialReason reason(AuthenticationException failure) {
        return failure instanceof OAuth2AuthenticationException ? DenialReason.INVALID_TOKEN : DenialReason.NO_TOKEN;
    }

    private static Problem forbidden(Principal caller) {
        return caller instanceof CallerAuthentication account && account.isPending()
                ? Problem.of(
                        ProblemType.ACCOUNT_PENDING, "Your account is awaiting activation; its status is at /api/me.")
                : Problem.of(ProblemType.FORBIDDEN, "This is not available to accounts of this kind.");
    }

    /** An expired token, sent out of habit, must not keep anybody from signing in again. */
    private static ServerAuthenticationConverter exceptFor(ServerWebExchangeMatcher open) {
        ServerAuthenticationConverter converter = new ServerBearerTokenAuthenticationConverter();
        return exchange -> open.matches(exchange)
                .filter(result -> !result.isMatch())
                .flatMap(closed -> converter.convert(exchange));
    }
}
