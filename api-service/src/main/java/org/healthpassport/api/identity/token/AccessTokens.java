package org.healthpassport.api.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
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
import java.util.Optional;
import java.util.function.Supplier;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.edge.token.AccessTokenVerifier;

/** Issues and checks access tokens: JWTs (RFC 9068), ES256 only. Thread-safe. */
public final class AccessTokens {
    private static final Duration VALIDITY = Duration.ofMinutes(15);
    private static final String PATIENT_ID = "patientId";

    private final Supplier<ECKey> key;
    private final String publicUrl;
    private final Clock clock;
    private final AccessTokenVerifier verifier;

    /**
     * @param key asked on each use, as the key is loaded after the start
     * @param publicUrl both issuer and audience: this installation issues the tokens for itself
     */
    public AccessTokens(Supplier<ECKey> key, String publicUrl, Clock clock) {
        this.key = key;
        this.publicUrl = publicUrl;
        this.clock = clock;
        this.verifier = new AccessTokenVerifier((selector, context) -> selector.select(publicKeys()), publicUrl, clock);
    }

    /** The public part of the keys, for anybody who wants to check a token. */
    JWKSet publicKeys() {
        return new JWKSet(key.get().toPublicJWK());
    }

    /** Signs a token; draws random numbers, so must not run on an event loop. */
    public AccessToken issue(Caller caller, String tokenId) {
        Instant now = clock.instant();
        ECKey signingKey = key.get();
        JWSHeader header = new JWSHeader.Builder(AccessTokenVerifier.ALGORITHM)
                .type(AccessTokenVerifier.TYPE)
                .keyID(signingKey.getKeyID())
                .build();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(publicUrl)
                .audience(publicUrl)
                .subject(caller.accountId())
                .jwtID(tokenId)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(VALIDITY)))
                .claim(AccessTokenVerifier.ROLE, caller.role().name())
                .claim(PATIENT_ID, caller.patientId())
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new ECDSASigner(signingKey));
        } catch (JOSEException e) {
            throw new IllegalStateException("Expected to sign a token, but it failed", e);
        }
        return new AccessToken(token.serialize(), VALIDITY);
    }

    /** The caller that a token names; empty if the token is not ours, was changed or has expired. */
    Optional<Caller> verify(String token) {
        try {
            Optional<JWTClaimsSet> claims = verifier.verify(token);
            return claims.isEmpty() ? Optional.empty() : Optional.of(caller(claims.get()));
        } catch (KeySourceException | ParseException | IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    private static Caller caller(JWTClaimsSet claims) throws ParseException {
        return new Caller(
                claims.getSubject(),
                Role.valueOf(claims.getStringClaim(AccessTokenVerifier.ROLE)),
                claims.getStringClaim(PATIENT_ID));
    }
}
