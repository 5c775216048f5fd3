package org.healthpassport.keymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Set;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.file.FileProtection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of every master key, whether its service is real or a stand-in. */
interface MasterKeyContract {
    byte[] SECRET = "a keyset".getBytes(StandardCharsets.UTF_8);
    byte[] DATA = "what it belongs to".getBytes(StandardCharsets.UTF_8);

    /** The protection by the key. */
    FileProtection protection();

    default Aead key() {
        return protection().master().aead();
    }

    @Test
    default void shouldOpenWhatItSealed() throws Exception {
        assertThat(key().decrypt(key().encrypt(SECRET, DATA), DATA)).isEqualTo(SECRET);
    }

    @Test
    default void shouldNotOpenWhatBelongsElsewhere() throws Exception {
        // given
        byte[] sealed = key().encrypt(SECRET, DATA);

        // when, then
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> key().decrypt(sealed, "another".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    default void shouldNotOpenWhatWasChanged() throws Exception {
        // given
        byte[] sealed = key().encrypt(SECRET, DATA);
        // A letter of Vault's text, and a byte of the others.
        sealed[sealed.length - 8] = (byte) (sealed[sealed.length - 8] == 'A' ? 'B' : 'A');

        // when, then
        assertThatExceptionOfType(GeneralSecurityException.class).isThrownBy(() -> key().decrypt(sealed, DATA));
    }

    @Test
    default void shouldProtectKeyFilesAndTheirRotation(@TempDir Path folder) throws Exception {
        // given
        Set<KeyPurpose> purposes = Set.of(KeyPurpose.STATE);
        KeyFolder keys = KeyFolder.openOrCreate(folder.resolve("keys"), purposes, protection(), purpose -> false);
        byte[] sealed = keys.of(KeyPurpose.STATE).encrypt(SECRET, DATA);

        // when
        keys.announce(KeyPurpose.STATE, keys.versions(KeyPurpose.STATE));
        keys.promote(KeyPurpose.STATE, keys.versions(KeyPurpose.STATE));

        // then
        KeyFolder again = KeyFolder.open(folder.resolve("keys"), purposes, protection());
        assertThat(again.of(KeyPurpose.STATE).decrypt(sealed, DATA)).isEqualTo(SECRET);
        assertThat(again.isNewest(KeyPurpose.STATE, sealed)).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> KeyFolder.open(folder.resolve("keys"), purposes))
                .withMessageContaining("HEALTHPASSPORT_KEYS_MASTER_KEY");
    }
}
