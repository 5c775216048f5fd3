package org.healthpassport.benchmarks.micro;

import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.healthpassport.edge.token.AccessTokenVerifier;
import org.healthpassport.edge.token.TokenKeys;
import org.healthpassport.edge.token.VerifiedTokens;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import reactor.core.scheduler.Schedulers;

/** The check of one access token, which every request carries again. */
@State(Scope.Benchmark)
public class TokenCheck {
    private static final String PUBLIC_URL = "https://passport.example";

    private final Clock clock = Clock.systemUTC();

    private AccessTokenVerifier verifier;
    private VerifiedTokens remembering;
    private String token;

    @Setup
    public void issueToken() throws JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        verifier = new AccessTokenVerifier(new OneKey(key.toPublicJWK()), PUBLIC_URL, clock);
        remembering = tokens();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(AccessTokenVerifier.ALGORITHM)
                        .type(AccessTokenVerifier.TYPE)
                        .keyID(key.getKeyID())
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(PUBLIC_URL)
                        .audience(PUBLIC_URL)
                        .subject("0199f1a2-5d10-7b02-8f3e-c4a1d7e96b58")
                        .jwtID("0199f1a4-11c7-7c90-b2d4-5e8f0a3c6d19")
                        .issueTime(Date.from(clock.instant()))
                        .expirationTime(Date.from(clock.instant().plus(Duration.ofHours(1))))
                        .claim(AccessTokenVerifier.ROLE, "PATIENT")
                        .claim(AccessTokenVerifier.SESSION, "0199f1a4-0c58-7d41-9be2-7f06c5d83a14")
                        .claim("patientId", SampleResource.PATIENT_ID)
                        .build());
        jwt.sign(new ECDSASigner(key));
        token = jwt.serialize();
        if (verify() == null || know() == null) {
            throw new IllegalStateException("Expected a valid token, but it was refused");
        }
    }

    /** The first request with a token. */
    @Benchmark
    public @Nullable JWTClaimsSet verify() {
        return tokens().claims(token).block();
    }

    /** All further ones. */
    @Benchmark
    public @Nullable JWTClaimsSet know() {
        return remembering.claims(token).block();
    }

    private VerifiedTokens tokens() {
        return new VerifiedTokens(verifier, Schedulers.immediate(), clock, Ticker.systemTicker());
    }

    private record OneKey(JWK key) implements TokenKeys {
        @Override
        public List<JWK> select(JWKSelector selector) {
            return selector.select(new JWKSet(key));
        }

        @Override
        public boolean hold(List<JWK> keys) {
            return keys.equals(List.of(key));
        }
    }
}
