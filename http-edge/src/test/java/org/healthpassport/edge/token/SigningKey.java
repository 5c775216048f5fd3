package org.healthpassport.edge.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A key that signs tokens as api-service does. */
record SigningKey(ECKey key) {

    static SigningKey generate() {
        return named(UUID.randomUUID().toString());
    }

    static SigningKey named(String keyId) {
        try {
            return new SigningKey(new ECKeyGenerator(Curve.P_256).keyID(keyId).generate());
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** A token of {@code account-1} that ends after a minute. */
    String token(String publicUrl, Instant now, UnaryOperator<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(publicUrl)
                .audience(publicUrl)
                .subject("account-1")
                .jwtID("token-1")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .claim("role", "PATIENT")
                .claim("sid", "session-1");
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(AccessTokenVerifier.ALGORITHM)
                        .type(AccessTokenVerifier.TYPE)
                        .keyID(key.getKeyID())
                        .build(),
                change.apply(claims).build());
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
        return token.serialize();
    }
}
