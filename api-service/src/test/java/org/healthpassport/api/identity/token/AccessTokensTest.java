package org.healthpassport.api.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.api.identity.key.SigningKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {
    private static final String US = "https://passport.test";
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Caller PATIENT = new Caller("account-1", Role.PATIENT, "patient-1");
    private static final Session SESSION = Session.started("session-1", Role.PATIENT, NOW);
    private static final ECKey KEY = newKey();

    private final AccessTokens tokens = at(NOW);

    @Test
    void shouldKnowCallerOfOwnToken() {
        // given
        AccessToken token = tokens.issue(PATIENT, SESSION, null, "token-1");

        // when
        var caller = verified(token.value());

        // then
        assertThat(caller).contains(PATIENT);
        assertThat(token.validity()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void shouldNameTheSession() {
        // when
        AccessToken token = tokens.issue(PATIENT, SESSION, null, "token-1");

        // then
        assertThat(tokens.verify(token.value())
                        .map(AccessTokens.Verified::sessionId)
                        .blockOptional())
                .contains("session-1");
    }

    @Test
    void shouldNotOutliveTheSession() {
        // given
        Instant lastMinute = SESSION.expiresAt().minusSeconds(60);

        // when
        AccessToken token = at(lastMinute).issue(PATIENT, SESSION.refreshed(lastMinute), null, "token-1");

        // then
        assertThat(token.validity()).isEqualTo(Duration.ofSeconds(60));
        assertThat(at(lastMinute.plusSeconds(89)).verify(token.value()).blockOptional())
                .isPresent();
        assertThat(at(lastMinute.plusSeconds(91)).verify(token.value()).blockOptional())
                .isEmpty();
    }

    @Test
    void shouldSignAsAccessTokenOfRfc9068() throws Exception {
        // when
        SignedJWT token =
                SignedJWT.parse(tokens.issue(PATIENT, SESSION, null, "token-1").value());

        // then
        assertThat(token.getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(token.getHeader().getKeyID()).isEqualTo(KEY.getKeyID());
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo(US);
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly(US);
        assertThat(token.getJWTClaimsSet().getJWTID()).isEqualTo("token-1");
    }

    @Test
    void shouldIssueTokenOfTheFirstSecondThatCounts() {
        // given
        Instant earlier = NOW.minusSeconds(5);
        Instant later = NOW.plusSeconds(1);

        // then
        assertThat(issuedAt(tokens.issue(PATIENT, SESSION, null, "token-1"))).isEqualTo(NOW);
        assertThat(issuedAt(tokens.issue(PATIENT, SESSION, earlier, "token-1"))).isEqualTo(NOW);
        assertThat(issuedAt(tokens.issue(PATIENT, SESSION, later, "token-1"))).isEqualTo(later);
    }

    /** Sessions that end between the decision and the signature end the token with them. */
    @Test
    void shouldIssueTokenAtTheMomentOfTheDecision() {
        // when
        AccessToken token = at(NOW.plusMillis(4_700)).issue(PATIENT, SESSION, null, "token-1");

        // then
        assertThat(issuedAt(token)).isEqualTo(NOW);
        assertThat(token.validity()).isEqualTo(Duration.ofSeconds(596));
        assertThat(at(NOW.plusSeconds(631)).verify(token.value()).blockOptional())
                .isEmpty();
    }

    @Test
    void shouldPublishNoPrivateKey() {
        assertThat(tokens.publicKeys().toString()).contains(KEY.getKeyID()).doesNotContain("\"d\"");
        assertThat(tokens.publicKeys().getKeys()).noneMatch(key -> key.isPrivate());
    }

    @Test
    void shouldTakeTokenUpToThirtySecondsAfterItsEnd() {
        // given
        String token = tokens.issue(PATIENT, SESSION, null, "token-1").value();

        // then
        assertThat(at(NOW.plus(Duration.ofMinutes(10)).plusSeconds(29))
                        .verify(token)
                        .blockOptional())
                .isPresent();
        assertThat(at(NOW.plus(Duration.ofMinutes(10)).plusSeconds(31))
                        .verify(token)
                        .blockOptional())
                .isEmpty();
    }

    @Test
    void shouldRefuseTokenOfTheFuture() throws Exception {
        assertThat(verified(signed(claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(31))))))
                .isEmpty();
        assertThat(verified(signed(claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(29))))))
                .isPresent();
    }

    @Test
    void shouldRefuseTokenForSomebodyElse() throws Exception {
        assertThat(verified(signed(claims -> claims.audience("https://elsewhere.test"))))
                .isEmpty();
    }

    @Test
    void shouldRefuseTokenOfSomebodyElse() throws Exception {
        assertThat(verified(signed(claims -> claims.issuer("https://elsewhere.test"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "exp", "iat", "jti", "role", "sid", "iss", "aud"})
    void shouldRefuseTokenWithoutClaim(String claim) throws Exception {
        assertThat(verified(signed(claims -> claims.claim(claim, null)))).isEmpty();
    }

    @Test
    void shouldRefuseTokenOfNobody() throws Exception {
        assertThat(verified(signed(claims -> claims.subject("")))).isEmpty();
    }

    @Test
    void shouldRefuseSessionThatIsNoText() throws Exception {
        assertThat(verified(signed(claims -> claims.claim("sid", 7)))).isEmpty();
    }

    @Test
    void shouldRefuseTokenThatHasExpired() throws Exception {
        assertThat(verified(signed(claims -> claims.expirationTime(Date.from(NOW.minusSeconds(31))))))
                .isEmpty();
    }

    @Test
    void shouldRefuseTokenOfAnotherKeyId() throws Exception {
        assertThat(verified(signed(
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .type(new JOSEObjectType("at+jwt"))
                                .keyID("another")
                                .build(),
                        KEY,
                        claims -> claims)))
                .isEmpty();
    }

    @Test
    void shouldRefuseUnknownRole() throws Exception {
        assertThat(verified(signed(claims -> claims.claim("role", "ROOT")))).isEmpty();
        assertThat(verified(signed(claims -> claims.claim("role", 1)))).isEmpty();
    }

    @Test
    void shouldRefuseAnotherKindOfToken() throws Exception {
        assertThat(verified(signed(header("JWT"), KEY, claims -> claims))).isEmpty();
        assertThat(verified(signed(header(null), KEY, claims -> claims))).isEmpty();
    }

    @Test
    void shouldRefuseTokenSignedByAnotherKey() throws Exception {
        assertThat(verified(signed(header("at+jwt"), newKey(), claims -> claims)))
                .isEmpty();
    }

    @Test
    void shouldRefuseUnsignedToken() {
        assertThat(verified(new PlainJWT(claims().build()).serialize())).isEmpty();
    }

    @Test
    void shouldRefuseHmacWithPublicKeyAsSecret() throws Exception {
        // given
        byte[] publicKey = KEY.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(KEY.getKeyID())
                        .build(),
                claims().build());

        // when
        token.sign(new MACSigner(publicKey));

        // then
        assertThat(verified(token.serialize())).isEmpty();
    }

    @Test
    void shouldRefuseTokenChangedAnywhere() {
        // given
        String token = tokens.issue(PATIENT, SESSION, null, "token-1").value();

        // then
        for (int i = 0; i < token.length(); i++) {
            char changed = token.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(verified(token.substring(0, i) + changed + token.substring(i + 1)))
                    .as("changed at %d", i)
                    .isEmpty();
        }
    }

    @Test
    void shouldRefusePayloadOfAnotherToken() {
        // given
        String[] own = tokens.issue(PATIENT, SESSION, null, "token-1").value().split("\\.");
        String[] other = tokens.issue(new Caller("account-2", Role.ADMIN, null), SESSION, null, "token-2")
                .value()
                .split("\\.");

        // then
        assertThat(verified(own[0] + '.' + other[1] + '.' + own[2])).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "null", "e30.e30.e30", "e30.e30."})
    void shouldRefuseNonsense(String token) {
        assertThat(verified(token)).isEmpty();
    }

    @Test
    void shouldRefuseHugeTokenWithoutReadingIt() {
        assertThat(verified("A".repeat(100_000))).isEmpty();
    }

    private Instant issuedAt(AccessToken token) {
        return tokens.verify(token.value())
                .map(AccessTokens.Verified::issuedAt)
                .blockOptional()
                .orElseThrow();
    }

    private Optional<Caller> verified(String token) {
        return tokens.verify(token).map(AccessTokens.Verified::caller).blockOptional();
    }

    private static String signed(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        return signed(header("at+jwt"), KEY, change);
    }

    private static String signed(JWSHeader header, ECKey key, UnaryOperator<JWTClaimsSet.Builder> change)
            throws Exception {
        SignedJWT token = new SignedJWT(header, change.apply(claims()).build());
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private static JWSHeader header(String type) {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(KEY.getKeyID());
        return (type == null ? header : header.type(new JOSEObjectType(type))).build();
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(US)
                .audience(US)
                .subject("account-1")
                .jwtID("token-1")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(60)))
                .claim("role", "PATIENT")
                .claim("sid", "session-1")
                .claim("patientId", "patient-1");
    }

    private static AccessTokens at(Instant now) {
        return new AccessTokens(new OneKey(KEY), US, Clock.fixed(now, ZoneOffset.UTC));
    }

    private record OneKey(ECKey toSignWith) implements SigningKeys {
        @Override
        public JWKSet published() {
            return new JWKSet(toSignWith.toPublicJWK());
        }
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
