package org.healthpassport.vault.digest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Sha256Test {
    /** The examples of NIST for FIPS 180-4. */
    @ParameterizedTest
    @CsvSource({
        "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    })
    void shouldMatchPublishedExamples(String text, String hex) {
        // when
        byte[] digest = Sha256.of(text.getBytes(US_ASCII));

        // then
        assertThat(digest).hasSize(Sha256.BYTES).asHexString().isEqualToIgnoringCase(hex);
        assertThat(Sha256.hexOf(text.getBytes(US_ASCII))).isEqualTo(hex);
    }

    @Test
    void shouldDigestPortionsAsTheWhole() {
        // given
        MessageDigest digest = Sha256.begin();

        // when
        digest.update((byte) 'a');
        digest.update("bc".getBytes(US_ASCII));

        // then
        assertThat(digest.digest()).isEqualTo(Sha256.of("abc".getBytes(US_ASCII)));
    }
}
