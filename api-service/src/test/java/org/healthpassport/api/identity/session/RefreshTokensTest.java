package org.healthpassport.api.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.healthpassport.vault.key.KeyedDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokensTest {
    private static final String ACCOUNT = "0199f1a2-5d10-7b02-8f3e-c4a1d7e96b58";
    private static final String SESSION = "0199f1a4-0c58-7d41-9be2-7f06c5d83a14";
    private static final RefreshToken TOKEN = new RefreshToken(ACCOUNT, SESSION, 7);

    private final KeyedDigest key = new KeyedDigest(KeyedDigest.generateKey());
    private final RefreshTokens tokens = new RefreshTokens(() -> key);

    @Test
    void shouldOpenOwnTokenAndMakeItAgain() {
        assertThat(tokens.open(tokens.text(TOKEN))).contains(TOKEN);
        assertThat(tokens.text(TOKEN)).isEqualTo(tokens.text(TOKEN)).startsWith("hpr1_");
    }

    @Test
    void shouldMakeAnotherTokenForAnyOtherContent() {
        assertThat(tokens.text(new RefreshToken(ACCOUNT, SESSION, 8))).isNotEqualTo(tokens.text(TOKEN));
        assertThat(tokens.text(new RefreshToken(SESSION, ACCOUNT, 7))).isNotEqualTo(tokens.text(TOKEN));
    }

    @Test
    void shouldNotOpenTokenOfAnotherKey() {
        // given
        KeyedDigest another = new KeyedDigest(KeyedDigest.generateKey());

        // then
        assertThat(new RefreshTokens(() -> another).open(tokens.text(TOKEN))).isEmpty();
    }

    @Property(tries = 300)
    void shouldNotOpenTokenWithAnyLetterChanged(@ForAll @IntRange(max = 95) int place, @ForAll char letter) {
        // given
        String token = tokens.text(TOKEN);
        assertThat(token).hasSize(96);

        // when
        String changed = token.substring(0, place) + letter + token.substring(place + 1);

        // then
        assertThat(tokens.open(changed).isPresent()).isEqualTo(changed.equals(token));
    }

    @Test
    void shouldNotOpenAnyOtherSpelling() {
        // given
        String token = tokens.text(TOKEN);

        // then
        for (char last : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
            String spelled = token.substring(0, token.length() - 1) + last;
            assertThat(tokens.open(spelled).isPresent()).as(spelled).isEqualTo(spelled.equals(token));
        }
        assertThat(tokens.open(token + "=")).isEmpty();
        assertThat(tokens.open(token + "A")).isEmpty();
        assertThat(tokens.open(token.replace("hpr1_", "hpr2_"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hpr1_", "nonsense", "hpr1_AAAA", "\u0000", "eyJhbGciOiJub25lIn0.e30."})
    void shouldNotOpenNonsense(String text) {
        assertThat(tokens.open(text)).isEmpty();
        assertThat(tokens.open("hpr1_" + "A".repeat(91))).isEmpty();
        assertThat(tokens.open("A".repeat(100_000))).isEmpty();
    }

    @Test
    void shouldTakeIdsOfAnyAccount() {
        // given
        RefreshToken token =
                new RefreshToken(UUID.randomUUID().toString(), UUID.randomUUID().toString(), Integer.MAX_VALUE);

        // then
        assertThat(tokens.open(tokens.text(token))).contains(token);
    }
}
