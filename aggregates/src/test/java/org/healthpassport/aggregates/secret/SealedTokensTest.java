package org.healthpassport.aggregates.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SealedTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final Aead KEY = newKey();
    private static final Content CONTENT = new Content("d1", "Dr. <Who> \uD83D\uDE00", null, NOW.plusSeconds(300));
    private static final String TOKEN = at(NOW).seal(CONTENT, "link");

    @Test
    void shouldOpenWithTheSameLinkOnly() {
        assertThat(TOKEN).matches("[A-Za-z0-9_-]+").hasSizeLessThan(800);
        assertThat(new String(Base64.getUrlDecoder().decode(TOKEN))).doesNotContain("Who", "d1");
        assertThat(at(NOW).open(TOKEN, "link")).contains(CONTENT);
        assertThat(at(NOW).open(TOKEN, "other")).isEmpty();
        assertThat(at(NOW).open(TOKEN, "link", "")).isEmpty();
        assertThat(at(NOW).open(TOKEN)).isEmpty();
    }

    @Test
    void shouldNotOpenForAnotherUseOrWithAnotherKey() {
        assertThat(tokens("other", KEY, NOW).open(TOKEN, "link")).isEmpty();
        assertThat(tokens("use", newKey(), NOW).open(TOKEN, "link")).isEmpty();
    }

    @Test
    void shouldNotOpenContentOfAnotherShape() {
        // given
        SealedTokens<OtherContent> before =
                new SealedTokens<>("use", OtherContent.class, () -> KEY, Clock.fixed(NOW, ZoneOffset.UTC));

        // then
        assertThat(at(NOW).open(before.seal(new OtherContent(new int[] {1}, NOW.plusSeconds(300)), "link"), "link"))
                .isEmpty();
    }

    @Property(tries = 200)
    void shouldOpenUntilItExpires(@ForAll @LongRange(min = -100_000, max = 1_000_000) long millis) {
        assertThat(at(NOW.plusMillis(millis)).open(TOKEN, "link").isPresent())
                .isEqualTo(millis < Duration.ofSeconds(300).toMillis());
        assertThat(at(CONTENT.expiresAt().minusNanos(1)).open(TOKEN, "link")).isPresent();
        assertThat(at(CONTENT.expiresAt()).open(TOKEN, "link")).isEmpty();
    }

    @Test
    void shouldProveItsContentAfterItHasExpired() {
        // given
        SealedTokens<Content> later = at(CONTENT.expiresAt().plus(Duration.ofDays(1)));

        // then
        assertThat(later.openOfAnyAge(TOKEN, "link")).contains(CONTENT);
        assertThat(later.openOfAnyAge(TOKEN, "other")).isEmpty();
        assertThat(tokens("use", newKey(), NOW).openOfAnyAge(TOKEN, "link")).isEmpty();
    }

    @Test
    void shouldNotOpenIfAnyBitIsAltered() {
        // given
        byte[] token = Base64.getUrlDecoder().decode(TOKEN);

        // then
        for (int bit = 0; bit < token.length * Byte.SIZE; bit++) {
            byte[] altered = token.clone();
            altered[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(at(NOW).open(Base64.getUrlEncoder().withoutPadding().encodeToString(altered), "link"))
                    .isEmpty();
        }
    }

    /** One content has one token of one length: bits that the encoding does not need must be zero as well. */
    @Property
    void shouldNotOpenIfAnyCharacterIsAltered(
            @ForAll @IntRange(max = 10_000) int place,
            @ForAll @IntRange(min = 1, max = 63) int shift,
            @ForAll @IntRange(max = 20) int more) {
        // given
        SealedTokens<Content> tokens = at(NOW);
        String token = tokens.seal(new Content("d".repeat(more), "", null, NOW.plusSeconds(300)));
        int position = place % 2 == 0 ? token.length() - 1 : place % token.length();
        char other = ALPHABET.charAt((ALPHABET.indexOf(token.charAt(position)) + shift) % ALPHABET.length());

        // then
        assertThat(tokens.open(token.substring(0, position) + other + token.substring(position + 1)))
                .isEmpty();
        assertThat(tokens.open(token)).isPresent();
    }

    @Property
    void shouldNotOpenAnythingElse(@ForAll String token) {
        assertThat(at(NOW).open(token)).isEmpty();
    }

    @Test
    void shouldNotOpenOtherEncodingsOrTokensOfAnyLength() {
        assertThat(at(NOW).open("", "link")).isEmpty();
        assertThat(at(NOW).open("no base64!", "link")).isEmpty();
        assertThat(at(NOW).open("=", "link")).isEmpty();
        for (int more = 0; more < 3; more++) {
            String token = at(NOW).seal(new Content("d".repeat(more), "", null, NOW.plusSeconds(300)));
            assertThat(at(NOW).open(token)).isPresent();
            assertThat(at(NOW).open(token + "=")).isEmpty();
            assertThat(at(NOW).open(token + "==")).isEmpty();
        }
        String tooLong = at(NOW).seal(new Content("d".repeat(SealedTokens.LONGEST), "", null, NOW.plusSeconds(300)));
        assertThat(at(NOW).open(tooLong)).isEmpty();
    }

    private static SealedTokens<Content> at(Instant now) {
        return tokens("use", KEY, now);
    }

    private static SealedTokens<Content> tokens(String use, Aead key, Instant now) {
        return new SealedTokens<>(use, Content.class, () -> key, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Aead newKey() {
        try {
            return new AesGcmJce(Random.randBytes(32));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Content(String id, String name, @Nullable String more, Instant expiresAt)
            implements SealedTokens.Expiring {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record OtherContent(int[] id, Instant expiresAt) implements SealedTokens.Expiring {}
}
