package org.healthpassport.audit.trail;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.healthpassport.audit.keys.DetailSeal;
import org.healthpassport.audit.keys.Pseudonyms;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.proof.Proofs;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.security.StatelessSecurity;
import org.healthpassport.edge.token.LogReadingVerifier;
import org.healthpassport.edge.token.TokenKeys;
import org.healthpassport.edge.url.PublicUrl;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import reactor.core.publisher.Mono;

/** The routes of api-service, which take its own tokens and no access tokens; everything else below them is denied. */
@Configuration(proxyBeanMethods = false)
class TrailConfiguration {

    @Bean
    PatientEntries patientEntries(
            CommittedLog log,
            LogStore store,
            Pseudonyms pseudonyms,
            Proofs proofs,
            DetailSeal seal,
            DamagedFiles damagedFiles) {
        return new PatientEntries(log, store, pseudonyms, proofs, seal, damagedFiles);
    }

    @Bean
    AuditorsRequests auditorsRequests(CommittedLog log, DetailSeal seal, DamagedFiles damagedFiles) {
        return new AuditorsRequests(log, seal, damagedFiles);
    }

    @Bean
    DamagedFiles damagedFiles(MeterRegistry metrics) {
        return new DamagedFiles(metrics);
    }

    /** Before the filter chain of everything else. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityWebFilterChain trailSecurity(ServerHttpSecurity http, TokenKeys keys, PublicUrl publicUrl, Clock clock) {
        LogReadingVerifier verifier =
                new LogReadingVerifier(keys, publicUrl.base().toString(), clock);
        ServerHttpSecurity ours =
                http.securityMatcher(new PathPatternParserServerWebExchangeMatcher(TrailController.ROUTES + "/**"));
        return new StatelessSecurity(
                        exchange -> MatchResult.notMatch(),
                        new TrailAuthenticator(verifier),
                        (exchange, failure) ->
                                Mono.error(StatelessSecurity.noValidToken().asException()),
                        (exchange, failure) -> Mono.error(
                                Problem.of(ProblemType.FORBIDDEN, "The token is not for this part of the log.")
                                        .asException()))
                .applyTo(ours)
                .authorizeExchange(exchanges -> exchanges
                        .pathMatchers(HttpMethod.POST, TrailController.ROUTES + "/indexes")
                        .hasAuthority(TrailAuthentication.PATIENT)
                        .pathMatchers(HttpMethod.GET, TrailController.ROUTES + "/entries/{index}")
                        .hasAuthority(TrailAuthentication.PATIENT)
                        .pathMatchers(HttpMethod.GET, TrailController.ROUTES + "/look-ups")
                        .hasAuthority(TrailAuthentication.LOOK_UPS)
                        .anyExchange()
                        .denyAll())
                .build();
    }
}
