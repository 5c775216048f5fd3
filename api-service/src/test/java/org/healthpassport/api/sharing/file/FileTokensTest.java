package org.healthpassport.api.sharing.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.healthpassport.api.sharing.Recipient;
import org.junit.jupiter.api.Test;

class FileTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final FileToken FILE =
            new FileToken("q1", FileToken.Kind.DOCUMENT, "d1", new Recipient("Dr. <Who> 😀"), NOW.plusSeconds(1));

    private final Aead key = key();
    private final FileTokens tokens = at(NOW);

    @Test
    void shouldOpenWhatItSealedUnderTheSameLink() {
        // when
        String token = tokens.seal("link", FILE);

        // then
        assertThat(token).matches("[A-Za-z0-9_-]+").hasSizeLessThan(800);
        assertThat(new String(Base64.getUrlDecoder().decode(token))).doesNotContain("Who", "d1", "q1");
        assertThat(tokens.open("link", token)).contains(FILE);
        assertThat(tokens.open("other", token)).isEmpty();
    }

    @Test
    void shouldOpenNothingAfterItsTime() {
        String token = tokens.seal("link", FILE);

        assertThat(at(NOW.plusSeconds(1)).open("link", token)).isEmpty();
    }

    @Test
    void shouldOpenNothingThatWasAltered() {
        // given
        byte[] token = Base64.getUrlDecoder().decode(tokens.seal("link", FILE));

        // then
        for (int i = 0; i < token.length; i++) {
            byte[] altered = token.clone();
            altered[i] ^= 1;
            assertThat(tokens.open("link", Base64.getUrlEncoder().encodeToString(altered)))
                    .isEmpty();
        }
        assertThat(tokens.open("link", "")).isEmpty();
        assertThat(tokens.open("link", "no base64!")).isEmpty();
    }

    private FileTokens at(Instant now) {
        return new FileTokens(() -> key, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Aead key() {
        try {
            return new AesGcmJce(Random.randBytes(32));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
