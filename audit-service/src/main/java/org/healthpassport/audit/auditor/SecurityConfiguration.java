package org.healthpassport.audit.auditor;

import com.github.benmanes.caffeine.cache.Ticker;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.util.List;
import org.healthpassport.audit.web.Blocking;
import org.healthpassport.edge.account.RecentAccounts;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.security.OpenRoute;
import org.healthpassport.edge.security.StatelessSecurity;
import org.healthpassport.edge.token.TokenKeys;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.standing.AccountStanding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.web.server.ServerHttpSecurity;
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
    TokenKeys publishedKeys(AccessSettings settings, Clock clock) {
        return new PublishedKeys(settings.jwksUrl(), clock);
    }

    @Bean
    AccessTokens accessTokens(TokenKeys keys, PublicUrl publicUrl, Clock clock) {
        return new AccessTokens(keys, publicUrl.base().toString(), clock);
    }

    @Bean
    RecentAccounts<AccountStanding> recentAccounts(MongoDatabase database, KeyEncryptionKeys keys) {
        StoredStandings standings = new StoredStandings(database, keys);
        return new RecentAccounts<>(accountId -> Blocking.call(() -> standings.find(accountId)), Ticker.systemTicker());
    }

    @Bean
    SecurityWebFilterChain securityWebFilterChain(
            ServerHttpSecurity http,
            List<OpenRoute> openRoutes,
            AccessTokens tokens,
            RecentAccounts<AccountStanding> accounts,
            DeniedRequests trail) {
        ServerWebExchangeMatcher audited = AuditedRequests.matcher();
        ServerWebExchangeMatcher open = new AndServerWebExchangeMatcher(
                new NegatedServerWebExchangeMatcher(audited), OpenRoute.anyOf(openRoutes));
        return new StatelessSecurity(
                        open,
                        new AccessTokenAuthenticator(tokens, accounts),
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
}
