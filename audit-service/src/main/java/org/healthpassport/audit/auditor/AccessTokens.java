package org.healthpassport.audit.auditor;

import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Instant;
import org.healthpassport.edge.token.AccessTokenVerifier;
import org.healthpassport.edge.token.TokenKeys;
import org.healthpassport.edge.token.VerifiedTokens;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Checks the access tokens of api-service. Safe for use by many threads. */
final class AccessTokens {
    private final VerifiedTokens verified;

    /** @param publicUrl both issuer and audience: an installation talks to itself */
    AccessTokens(TokenKeys keys, String publicUrl, Clock clock) {
        this.verified = new VerifiedTokens(
                new AccessTokenVerifier(keys, publicUrl, clock),
                Schedulers.boundedElastic(),
                clock,
                Ticker.systemTicker());
    }

    /**
     * The account of a token; empty for one that is not of api-service, was changed, or is out of date.
     *
     * @return fails with {@link KeySourceException} if it cannot be told at the moment
     */
    Mono<Verified> verify(String token) {
        return verified.claims(token).mapNotNull(AccessTokens::verified);
    }

    /** The content of a token that was verified. */
    record Verified(Account account, Instant issuedAt, String sessionId) {}

    private static @Nullable Verified verified(JWTClaimsSet claims) {
        return claims.getClaim(AccessTokenVerifier.ROLE) instanceof String role
                        && !role.isEmpty()
                        && claims.getClaim(AccessTokenVerifier.SESSION) instanceof String sessionId
                ? new Verified(
                        new Account(claims.getSubject(), role),
                        claims.getIssueTime().toInstant(),
                        sessionId)
                : null;
    }
}
