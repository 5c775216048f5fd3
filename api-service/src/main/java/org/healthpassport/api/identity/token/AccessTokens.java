package org.healthpassport.api.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.jspecify.annotations.Nullable;

/** Issues and checks access tokens: JWTs (RFC 9068), ES256 only. Thread-safe. */
public final class AccessTokens {
    private static final Duration VALIDITY = Duration.ofMinutes(15);
    private static final int CLOCK_SKEW_SECONDS = 30;
    /** Ours have about 600 characters; the rest is room for future claims. */
    private static final int LONGEST = 4096;

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final String ROLE = "role";
    private static final String PATIENT_ID = "patientId";

    private final Supplier<ECKey> key;
    private final String publicUrl;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /**
     * @param key asked on each use, as the key is loaded after the start
     * @param publicUrl both issuer and audience: this installation issues the tokens for itself
     */
    public AccessTokens(Supplier<ECKey> key, String publicUrl, Clock clock) {
        this.key = key;
        this.publicUrl = publicUrl;
        this.clock = clock;
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPE));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.ES256, (selector, context) -> selector.select(publicKeys())));
        processor.setJWTClaimsSetVerifier(new ClaimsVerifier());
    }

    /** The public part of the keys, for anybody who wants to check a token. */
    JWKSet publicKeys() {
        return new JWKSet(key.get().toPublicJWK());
    }

    /** Signs a token; draws random numbers, so must not run on an event loop. */
    public AccessToken issue(Caller caller, String tokenId) {
        Instant now = clock.instant();
        ECKey signingKey = key.get();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .keyID(signingKey.getKeyID())
                .build();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(publicUrl)
                .audience(publicUrl)
                .subject(caller.accountId())
                .jwtID(tokenId)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(VALIDITY)))
                .claim(ROLE, caller.role().name())
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
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            JWTClaimsSet claims = processor.process(token, null);
            return Optional.of(new Caller(
                    claims.getSubject(), Role.valueOf(claims.getStringClaim(ROLE)), claims.getStringClaim(PATIENT_ID)));
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    private final class ClaimsVerifier extends DefaultJWTClaimsVerifier<SecurityContext> {
        ClaimsVerifier() {
            super(
                    publicUrl,
                    new JWTClaimsSet.Builder().issuer(publicUrl).build(),
                    Set.of("sub", "exp", "iat", "jti", ROLE));
            setMaxClockSkew(CLOCK_SKEW_SECONDS);
        }

        @Override
        protected @Nullable Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
