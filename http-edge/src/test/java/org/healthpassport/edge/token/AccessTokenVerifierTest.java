package org.healthpassport.edge.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTokenVerifierTest {
    private static final String US = "https://passport.test";
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private ECKey key;
    private AccessTokenVerifier verifier;

    @BeforeEach
    void generateKey() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        verifier = new AccessTokenVerifier(new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK())), US, CLOCK);
    }

    @Test
    void shouldGiveClaimsOfOwnToken() throws Exception {
        assertThat(verifier.verify(token(claims -> claims.claim("patientId", "patient-1"))))
                .hasValueSatisfying(claims -> {
                    assertThat(claims.getSubject()).isEqualTo("account-1");
                    assertThat(claims.getClaim("role")).isEqualTo("PATIENT");
                    assertThat(claims.getClaim("patientId")).isEqualTo("patient-1");
                });
    }

    @Test
    void shouldRefuseTokenOfNobody() throws Exception {
        assertThat(verifier.verify(token(claims -> claims.subject("")))).isEmpty();
        assertThat(verifier.verify(token(claims -> claims.subject(null)))).isEmpty();
    }

    @Test
    void shouldRefuseTokenThatIsTooLong() throws Exception {
        // given
        String token = token(claims -> claims.claim("filler", "x".repeat(4096)));

        // then
        assertThat(verifier.verify(token)).isEmpty();
    }

    @Test
    void shouldNotCallTokenInvalidWithoutKeys() throws Exception {
        // given
        String token = token(claims -> claims);
        AccessTokenVerifier withoutKeys = new AccessTokenVerifier(
                (selector, context) -> {
                    throw new KeySourceException("away");
                },
                US,
                CLOCK);

        // then
        assertThatThrownBy(() -> withoutKeys.verify(token)).isInstanceOf(KeySourceException.class);
    }

    private String token(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(US)
                .audience(US)
                .subject("account-1")
                .jwtID("token-1")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(60)))
                .claim("role", "PATIENT");
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(AccessTokenVerifier.ALGORITHM)
                        .type(AccessTokenVerifier.TYPE)
                        .keyID(key.getKeyID())
                        .build(),
                change.apply(claims).build());
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }
}
