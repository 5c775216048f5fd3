package org.healthpassport.edge.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.function.Supplier;

/** Signs the tokens with which api-service reads the audit log. Thread-safe. */
public final class LogReadingIssuer {
    private final String publicUrl;
    private final Supplier<String> ids;
    private final Clock clock;

    /** @param publicUrl of this installation, the issuer */
    public LogReadingIssuer(String publicUrl, Supplier<String> ids, Clock clock) {
        this.publicUrl = publicUrl;
        this.ids = ids;
        this.clock = clock;
    }

    /** A token for one request; draws random numbers, so must not run on an event loop. */
    public String sign(ECKey key, LogReading reading) {
        Instant now = clock.instant();
        JWSHeader header = new JWSHeader.Builder(AccessTokenVerifier.ALGORITHM)
                .type(LogReadingVerifier.TYPE)
                .keyID(key.getKeyID())
                .build();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(publicUrl)
                .audience(LogReadingVerifier.AUDIENCE)
                .jwtID(ids.get())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LogReadingVerifier.LONGEST)));
        SignedJWT token = new SignedJWT(header, LogReading.into(claims, reading).build());
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("Expected to sign a token for the audit log, but it failed", e);
        }
        return token.serialize();
    }
}
