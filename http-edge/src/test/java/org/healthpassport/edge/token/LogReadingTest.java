package org.healthpassport.edge.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogReadingTest {
    private static final String US = "https://passport.test";
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final LogReading OF_PATIENT = new LogReading.OfPatient("patient-1");

    private final SigningKey key = SigningKey.generate();
    private final LogReadingIssuer issuer = new LogReadingIssuer(US, () -> "token-1", at(NOW));
    private final LogReadingVerifier verifier = new LogReadingVerifier(new KeysInUse(key), US, at(NOW));

    @Test
    void shouldGiveTheReadingOfOwnToken() throws Exception {
        assertThat(verifier.verify(issuer.sign(key.key(), OF_PATIENT))).hasValue(OF_PATIENT);
        assertThat(verifier.verify(issuer.sign(key.key(), new LogReading.OfLookUps())))
                .hasValue(new LogReading.OfLookUps());
    }

    @Test
    void shouldNotPassForAnAccessToken() throws Exception {
        // given
        AccessTokenVerifier ofAccessTokens = new AccessTokenVerifier(new KeysInUse(key), US, at(NOW));

        // then
        assertThat(ofAccessTokens.verify(issuer.sign(key.key(), OF_PATIENT))).isEmpty();
        // Neither with all claims of one, nor with its audience, nor with its type.
        assertThat(ofAccessTokens.verify(sign(LogReadingVerifier.TYPE, both()))).isEmpty();
        assertThat(ofAccessTokens.verify(sign(AccessTokenVerifier.TYPE, both().audience(LogReadingVerifier.AUDIENCE))))
                .isEmpty();
    }

    @Test
    void shouldTakeNoAccessToken() throws Exception {
        assertThat(verifier.verify(key.token(US, NOW, claims -> claims))).isEmpty();
        assertThat(verifier.verify(key.token(US, NOW, claims -> claims.claim("scope", "patient-entries"))))
                .isEmpty();
        assertThat(verifier.verify(sign(AccessTokenVerifier.TYPE, both().audience(LogReadingVerifier.AUDIENCE))))
                .isEmpty();
        assertThat(verifier.verify(sign(LogReadingVerifier.TYPE, both().audience(US))))
                .isEmpty();
        assertThat(verifier.verify(sign(LogReadingVerifier.TYPE, both().audience(LogReadingVerifier.AUDIENCE))))
                .as("the one with both")
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"-31, false", "-29, true", "59, true", "61, false"})
    void shouldCountForAMinute(long secondsAfterIssue, boolean counts) throws Exception {
        // given
        String token = issuer.sign(key.key(), OF_PATIENT);

        // when
        LogReadingVerifier then =
                new LogReadingVerifier(new KeysInUse(key), US, at(NOW.plusSeconds(secondsAfterIssue)));

        // then
        assertThat(then.verify(token).isPresent()).isEqualTo(counts);
    }

    @Test
    void shouldRefuseATokenThatIsNotAsApiServiceMakesThem() throws Exception {
        // given
        LogReadingIssuer other = new LogReadingIssuer("https://other.test", () -> "token-1", at(NOW));
        String good = issuer.sign(key.key(), OF_PATIENT);

        // then
        assertThat(verifier.verify(other.sign(key.key(), OF_PATIENT))).isEmpty();
        assertThat(verifier.verify(issuer.sign(SigningKey.generate().key(), OF_PATIENT)))
                .isEmpty();
        assertRefused(claims -> claims.expirationTime(after(Duration.ofMinutes(10))));
        assertRefused(claims -> claims.expirationTime(null));
        assertRefused(claims -> claims.issueTime(null));
        assertRefused(claims -> claims.jwtID(null));
        assertRefused(claims -> claims.subject(null));
        assertRefused(claims -> claims.subject(""));
        assertRefused(claims -> claims.claim("scope", null));
        assertRefused(claims -> claims.claim("scope", "look-ups"));
        assertRefused(claims -> claims.claim("scope", "everything"));
        assertRefused(claims -> claims.claim("scope", 7));
        assertRefused(claims -> claims.audience("https://other.test"));
        assertThat(verifier.verify(good + '=')).isEmpty();
        assertThat(verifier.verify("")).isEmpty();
        assertThat(verifier.verify("a.b.c")).isEmpty();
        assertThat(verifier.verify("x".repeat(5000))).isEmpty();
    }

    @Test
    void shouldNotCallTokenInvalidWithoutKeys() {
        // given
        String token = issuer.sign(key.key(), OF_PATIENT);
        LogReadingVerifier withoutKeys = new LogReadingVerifier(KeysInUse.away(), US, at(NOW));

        // then
        assertThatThrownBy(() -> withoutKeys.verify(token)).isInstanceOf(KeySourceException.class);
    }

    @Test
    void shouldNotPrintThePatient() {
        assertThat(OF_PATIENT.toString()).doesNotContain("patient-1");
    }

    private void assertRefused(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(US)
                .audience(LogReadingVerifier.AUDIENCE)
                .jwtID("token-1")
                .issueTime(Date.from(NOW))
                .expirationTime(after(Duration.ofSeconds(30)))
                .subject("patient-1")
                .claim("scope", "patient-entries");
        assertThat(verifier.verify(sign(LogReadingVerifier.TYPE, new JWTClaimsSet.Builder(claims.build()))))
                .isPresent();
        assertThat(verifier.verify(sign(LogReadingVerifier.TYPE, change.apply(claims))))
                .isEmpty();
    }

    /** Everything that a token of either kind has. */
    private static JWTClaimsSet.Builder both() {
        return new JWTClaimsSet.Builder()
                .issuer(US)
                .audience(US)
                .subject("account-1")
                .jwtID("token-1")
                .issueTime(Date.from(NOW))
                .expirationTime(after(Duration.ofSeconds(30)))
                .claim("role", "PATIENT")
                .claim("sid", "session-1")
                .claim("scope", "patient-entries");
    }

    private String sign(JOSEObjectType type, JWTClaimsSet.Builder claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(AccessTokenVerifier.ALGORITHM)
                        .type(type)
                        .keyID(key.key().getKeyID())
                        .build(),
                claims.build());
        token.sign(new ECDSASigner(key.key()));
        return token.serialize();
    }

    private static Date after(Duration duration) {
        return Date.from(NOW.plus(duration));
    }

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }
}
