package org.healthpassport.api.identity.token;

import java.security.Principal;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.key.SigningKeys;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.security.OpenRoute;
import org.healthpassport.edge.security.StatelessSecurity;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.vault.standing.AccountStanding;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import reactor.core.publisher.Mono;

/** Requires an access token on every route that no feature declared as an {@link OpenRoute}. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String[] EVERY_ROLE =
            Arrays.stream(Role.values()).map(Role::name).toArray(String[]::new);
    private static final String[] EVERY_ROLE_AND_PENDING = Stream.concat(
                    Arrays.stream(EVERY_ROLE), Stream.of(AccountStanding.Status.PENDING.name()))
            .toArray(String[]::new);

    /** The routes that an account needs to enrol a second factor, which it must have before anything else. */
    private static final ServerWebExchangeMatcher OF_ENROLMENT = new OrServerWebExchangeMatcher(
            ServerWebExchangeMatchers.pathMatchers(HttpMethod.GET, "/api/me"),
            ServerWebExchangeMatchers.pathMatchers(
                    HttpMethod.POST, "/api/auth/totp", "/api/auth/totp/confirm", "/api/auth/logout"));

    /** The routes of an account that waits for its activation. */
    private static final String[] OF_PENDING_ACCOUNTS = {
        "/api/me",
        "/api/me/sessions",
        "/api/me/sessions/*",
        "/api/auth/logout",
        "/api/auth/password",
        "/api/auth/totp",
        "/api/auth/totp/*"
    };

    @Bean
    AccessTokens accessTokens(SigningKeys keys, PublicUrl publicUrl, Clock clock) {
        return new AccessTokens(keys, publicUrl.base().toString(), clock);
    }

    @Bean
    SecurityWebFilterChain securityWebFilterChain(
            ServerHttpSecurity http,
            List<OpenRoute> openRoutes,
            AccessTokens tokens,
            Accounts accounts,
            AccessLog accessLog) {
        ServerWebExchangeMatcher open = OpenRoute.anyOf(openRoutes);
        ServerAuthenticationEntryPoint unauthenticated = (exchange, failure) -> accessLog
                .record(new Access.Denial(null, reason(failure)))
                .then(Mono.error(() -> StatelessSecurity.noValidToken().asException()));
        ServerAccessDeniedHandler denied = (exchange, failure) -> accessLog
                .record(new Access.Denial(null, DenialReason.NOT_PERMITTED))
                .then(exchange.getPrincipal())
                .flatMap(caller -> Mono.error(forbidden(caller).asException()));
        return new StatelessSecurity(open, new AccessTokenAuthenticator(tokens, accounts), unauthenticated, denied)
                .applyTo(http)
                .addFilterAfter(new ActorFilter(), SecurityWebFiltersOrder.AUTHENTICATION)
                .authorizeExchange(exchanges -> exchanges
                        .matchers(open)
                        .permitAll()
                        .pathMatchers("/actuator/**", "/api/admin/**")
                        .hasRole(Role.ADMIN.name())
                        .pathMatchers("/api/people/**")
                        .hasRole(Role.AUDITOR.name())
                        .matchers(OF_ENROLMENT)
                        .authenticated()
                        .pathMatchers(OF_PENDING_ACCOUNTS)
                        .hasAnyRole(EVERY_ROLE_AND_PENDING)
                        .anyExchange()
                        .hasAnyRole(EVERY_ROLE))
                .build();
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
        AccountStanding.Status status = caller instanceof CallerAuthentication account ? account.status() : null;
        if (status == AccountStanding.Status.PENDING) {
            return Problem.of(
                    ProblemType.ACCOUNT_PENDING, "Your account is awaiting activation; its status is at /api/me.");
        }
        if (status == AccountStanding.Status.WITHOUT_SECOND_FACTOR) {
            return Problem.of(
                    ProblemType.SECOND_FACTOR_MISSING,
                    "Your account must have a second factor; enrol one at /api/auth/totp.");
        }
        return Problem.of(ProblemType.FORBIDDEN, "This is not available to accounts of this kind.");
    }
}
