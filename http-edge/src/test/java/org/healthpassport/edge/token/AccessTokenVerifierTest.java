package org.healthpassport.edge.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AccessTokenVerifierTest {
    private static final String US = "https://passport.test";
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final SigningKey key = SigningKey.generate();
    private final AccessTokenVerifier verifier = new AccessTokenVerifier(new KeysInUse(key), US, CLOCK);

    @Test
    void shouldGiveClaimsOfOwnToken() throws Exception {
        assertThat(verifier.verify(token(claims -> claims.claim("patientId", "patient-1"))))
                .map(VerifiedToken::claims)
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
        AccessTokenVerifier withoutKeys = new AccessTokenVerifier(KeysInUse.away(), US, CLOCK);

        // then
        assertThatThrownBy(() -> withoutKeys.verify(token)).isInstanceOf(KeySourceException.class);
    }

    @Test
    void shouldTakeOneSpellingOfSignatureOnly() throws Exception {
        // given
        String token = token(claims -> claims);
        int signature = token.lastIndexOf('.') + 1;
        String sameBytes =
                token.substring(0, token.length() - 1) + withOtherUnusedBits(token.charAt(token.length() - 1));
        String skipped = token.substring(0, signature) + '!' + token.substring(signature);

        // when
        byte[] decoded = new Base64URL(sameBytes.substring(signature)).decode();

        // then
        assertThat(decoded).isEqualTo(new Base64URL(token.substring(signature)).decode());
        assertThat(verifier.verify(sameBytes)).isEmpty();
        assertThat(verifier.verify(skipped)).isEmpty();
        assertThat(verifier.verify(token + '=')).isEmpty();
        assertThat(verifier.verify(token)).isPresent();
    }

    private String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        return key.token(US, NOW, change);
    }

    /** Two bits of the last of the 86 letters belong to the 64 bytes of a signature, four do not. */
    private static char withOtherUnusedBits(char last) {
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return letters.charAt(letters.indexOf(last) ^ 1);
    }
}
