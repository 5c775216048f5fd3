package org.healthpassport.benchmarks.micro;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import org.healthpassport.edge.token.AccessTokenVerifier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The check of one access token, which every request carries again. */
@State(Scope.Benchmark)
public class TokenCheck {
    private static final String PUBLIC_URL = "https://passport.example";

    private AccessTokenVerifier verifier;
    private String token;

    @Setup
    public void issueToken() throws JOSEException {
        Clock clock = Clock.systemUTC();
        ECKey key = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        verifier = new AccessTokenVerifier(new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK())), PUBLIC_URL, clock);
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
                        .claim("patientId", SampleResource.PATIENT_ID)
                        .build());
        jwt.sign(new ECDSASigner(key));
        token = jwt.serialize();
        if (verify().isEmpty()) {
            throw new IllegalStateException("Expected a valid token, but it was refused");
        }
    }

    @Benchmark
    public Optional<JWTClaimsSet> verify() throws KeySourceException {
        return verifier.verify(token);
    }
}
