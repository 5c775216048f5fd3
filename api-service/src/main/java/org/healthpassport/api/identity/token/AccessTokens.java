package org.healthpassport.api.identity.token;

import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.api.identity.key.SigningKeys;
import org.healthpassport.edge.token.AccessTokenVerifier;
import org.healthpassport.edge.token.VerifiedTokens;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Issues and checks access tokens: JWTs (RFC 9068), ES256 only. Thread-safe. */
public final class AccessTokens {
    private static final Duration VALIDITY = Duration.ofMinutes(10);
    private static final String PATIENT_ID = "patientId";

    private final SigningKeys keys;
    private final String publicUrl;
    private final Clock clock;
    private final VerifiedTokens verified;

    /**
     * @param keys asked on each use, as they are loaded after the start, and change
     * @param publicUrl both issuer and audience: this installation issues the tokens for itself
     */
    public AccessTokens(SigningKeys keys, String publicUrl, Clock clock) {
        this.keys = keys;
        this.publicUrl = publicUrl;
        this.clock = clock;
        this.verified = new VerifiedTokens(
                new AccessTokenVerifier(keys, publicUrl, clock), Schedulers.parallel(), clock, Ticker.systemTicker());
    }

    /** The public part of the keys, for anybody who wants to check a token. */
    JWKSet publicKeys() {
        return keys.published();
    }

    /**
     * Signs a token, which is valid no longer than its session; draws random numbers, so must not run on an event loop. It
     * is issued at the moment of the decision that began or refreshed the session, however long the signature takes: sessions
     * that end after that decision end the token with them.
     *
     * @param session as that decision left it
     * @param validAfter the earliest time of issue that counts for the account; null if any does
     */
    public AccessToken issue(Caller caller, Session session, @Nullable Instant validAfter, String tokenId) {
        Instant decidedAt = session.lastUsedAt();
        Instant issuedAt = validAfter != null && validAfter.isAfter(decidedAt) ? validAfter : decidedAt;
        Instant latest = decidedAt.plus(VALIDITY);
        Instant expiresAt = session.expiresAt().isBefore(latest) ? session.expiresAt() : latest;
        ECKey signingKey = keys.toSignWith();
        JWSHeader header = new JWSHeader.Builder(AccessTokenVerifier.ALGORITHM)
                .type(AccessTokenVerifier.TYPE)
                .keyID(signingKey.getKeyID())
                .build();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(publicUrl)
                .audience(publicUrl)
                .subject(caller.accountId())
                .jwtID(tokenId)
                .issueTime(Date.from(issuedAt))
                .expirationTime(Date.from(expiresAt))
                .claim(AccessTokenVerifier.ROLE, caller.role().name())
                .claim(AccessTokenVerifier.SESSION, session.id())
                .claim(PATIENT_ID, caller.patientId())
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new ECDSASigner(signingKey));
        } catch (JOSEException e) {
            throw new IllegalStateException("Expected to sign a token, but it failed", e);
        }
        return new AccessToken(token.serialize(), left(decidedAt, expiresAt));
    }

    /** The time for which a token is valid from now on, less by the whole seconds that have passed. */
    private Duration left(Instant decidedAt, Instant expiresAt) {
        long passed = Math.max(0, Duration.between(decidedAt, clock.instant()).toSeconds());
        return Duration.between(decidedAt, expiresAt).minusSeconds(passed);
    }

    /**
     * The content of a token that was verified.
     *
     * @param caller as it was when the token was issued, without its hospital
     */
    record Verified(Caller caller, String sessionId, Instant issuedAt, Instant expiresAt) {}

    /** The caller that a token names; empty if the token is not ours, was changed or has expired. */
    Mono<Verified> verify(String token) {
        return verified.claims(token).mapNotNull(AccessTokens::verified);
    }

    private static @Nullable Verified verified(JWTClaimsSet claims) {
        try {
            String sessionId = claims.getStringClaim(AccessTokenVerifier.SESSION);
            Caller caller = new Caller(
                    claims.getSubject(),
                    Role.valueOf(claims.getStringClaim(AccessTokenVerifier.ROLE)),
                    claims.getStringClaim(PATIENT_ID));
            return sessionId == null
                    ? null
                    : new Verified(
                            caller,
                            sessionId,
                            claims.getIssueTime().toInstant(),
                            claims.getExpirationTime().toInstant());
        } catch (ParseException | IllegalArgumentException unknown) {
            return null;
        }
    }
}
