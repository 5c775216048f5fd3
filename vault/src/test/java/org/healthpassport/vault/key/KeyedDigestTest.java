package org.healthpassport.vault.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyedDigestTest {
    @Test
    void shouldComputeExampleOfRfc4231() {
        // given: HMAC pads keys with zeros, so the 20-byte key of test case 1 equals this one
        byte[] key = new byte[KeyedDigest.KEY_BYTES];
        Arrays.fill(key, 0, 20, (byte) 0x0b);

        // when
        byte[] digest = new KeyedDigest(key).of("Hi There".getBytes(UTF_8));

        // then
        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    }

    @Test
    void shouldVerifyItsOwnDigestsOnly() {
        // given
        KeyedDigest digest = new KeyedDigest(KeyedDigest.generateKey());
        KeyedDigest other = new KeyedDigest(KeyedDigest.generateKey());
        byte[] data = {1, 2, 3};
        byte[] signature = digest.of(data);

        // when
        byte[] changed = signature.clone();
        changed[31] ^= 1;

        // then
        assertThat(digest.verify(data, signature)).isTrue();
        assertThat(digest.verify(data, changed)).isFalse();
        assertThat(digest.verify(data, Arrays.copyOf(signature, 31))).isFalse();
        assertThat(digest.verify(data, new byte[0])).isFalse();
        assertThat(digest.verify(new byte[] {1, 2}, signature)).isFalse();
        assertThat(other.verify(data, signature)).isFalse();
    }

    @Test
    void shouldRefuseKeyOfOtherLength() {
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyedDigest(new byte[31]));
    }
}
