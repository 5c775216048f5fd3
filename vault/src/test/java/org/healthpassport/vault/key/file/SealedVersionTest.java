package org.healthpassport.vault.key.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SealedVersionTest {
    private static final byte[] NOTHING = {};

    @Test
    void shouldTellVersionOfCiphertextAndOfWrappedKeyset() throws Exception {
        // given
        KeysetHandle keyset = KeysetKind.AEAD.withLastAsPrimary(KeysetKind.AEAD.withNext(KeysetKind.AEAD.generate()));

        // when
        byte[] ciphertext = KeysetKind.AEAD.use(keyset).encrypt(NOTHING, NOTHING);
        byte[] wrapped = TinkProtoKeysetFormat.serializeEncryptedKeyset(
                KeysetKind.AEAD.generate(), KeysetKind.AEAD.use(keyset), NOTHING, KeysetKind.AEAD.configuration());

        // then
        int version = keyset.getPrimary().getId();
        assertThat(SealedVersion.of(ciphertext)).hasValue(version);
        assertThat(SealedVersion.of(wrapped)).hasValue(version);
    }

    @Test
    void shouldTellNothingOfOtherBytes() {
        assertThat(SealedVersion.of(NOTHING)).isEmpty();
        assertThat(SealedVersion.of(new byte[] {2, 0, 0, 0, 1})).isEmpty();
        assertThat(SealedVersion.of(new byte[] {1, 0, 0, 1})).isEmpty();
        assertThat(SealedVersion.of(new byte[] {0x12, (byte) 0x80})).isEmpty();
    }

    @Property
    void shouldFailOnNoBytes(@ForAll byte[] bytes) {
        assertThatCode(() -> SealedVersion.of(bytes)).doesNotThrowAnyException();
    }
}
