package org.healthpassport.vault.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.key.file.KeysetKind;
import org.healthpassport.vault.key.file.MasterKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key files under a master key, which here is a key of Tink in memory. */
class ProtectedKeyFolderTest {
    private static final byte[] SECRET = {1, 2, 3};
    private static final byte[] NOTHING = {};
    private static final Set<KeyPurpose> PURPOSES = Set.of(KeyPurpose.STATE, KeyPurpose.QR);

    @TempDir
    Path temporary;

    private final AtomicInteger calls = new AtomicInteger();
    private final FileProtection master = FileProtection.by(masterKey("master one"));
    private final FileProtection another = FileProtection.by(masterKey("master two"));

    @Test
    void shouldOpenEachFileByOneCallAndUseItForManySubjectsThen() {
        // given
        create(master);
        calls.set(0);

        // when
        KeyFolder keys = open(master);
        for (int i = 0; i < 100; i++) {
            SubjectKeys.unwrap(SubjectKeys.generate("subject-" + i, PURPOSES, keys), PURPOSES, keys);
        }

        // then
        assertThat(calls).hasValue(PURPOSES.size());
    }

    @Test
    void shouldHoldNoPlainKeyInFile() throws IOException {
        // when
        create(master);

        // then
        assertThat(Files.readString(file(KeyPurpose.STATE)))
                .contains("encryptedKeyset")
                .doesNotContain("keyMaterialType");
    }

    @Test
    void shouldRefusePlainFileWhileThereIsMasterKey() {
        // given
        create(FileProtection.NONE);

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> open(master))
                .withMessageContaining("master one")
                .withMessageContaining("HEALTHPASSPORT_KEYS_MOVED_FROM");
    }

    @Test
    void shouldRefuseEncryptedFileWithoutMasterKey() {
        // given
        create(master);

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> open(FileProtection.NONE))
                .withMessageContaining("HEALTHPASSPORT_KEYS_MASTER_KEY");
    }

    @Test
    void shouldRefuseFileOfAnotherMasterKey() {
        // given
        create(another);

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> open(master))
                .withMessageContaining("master one, but that key did not encrypt it");
    }

    @Test
    void shouldRefuseFileOfAnotherPurpose() throws IOException {
        // given
        create(master);
        Files.copy(file(KeyPurpose.QR), file(KeyPurpose.STATE), StandardCopyOption.REPLACE_EXISTING);

        // when, then
        assertThatIllegalStateException().isThrownBy(() -> open(master));
    }

    @Test
    void shouldMovePlainFilesToMasterKeyOnceAndBackAgain() throws Exception {
        // given
        byte[] sealed = create(FileProtection.NONE).of(KeyPurpose.STATE).encrypt(SECRET, NOTHING);

        // when
        open(master.movedFrom(FileProtection.NONE));

        // then
        byte[] moved = Files.readAllBytes(file(KeyPurpose.STATE));
        assertThat(open(master).of(KeyPurpose.STATE).decrypt(sealed, NOTHING)).isEqualTo(SECRET);

        // when
        open(master.movedFrom(FileProtection.NONE));

        // then
        assertThat(file(KeyPurpose.STATE)).hasBinaryContent(moved);

        // when
        open(another.movedFrom(master));
        open(FileProtection.NONE.movedFrom(another));

        // then
        assertThat(open(FileProtection.NONE).of(KeyPurpose.STATE).decrypt(sealed, NOTHING))
                .isEqualTo(SECRET);
    }

    @Test
    void shouldRotateUnderMasterKey() throws Exception {
        // given
        KeyFolder keys = create(master);
        byte[] first = keys.of(KeyPurpose.STATE).encrypt(SECRET, NOTHING);

        // when
        keys.announce(KeyPurpose.STATE, keys.versions(KeyPurpose.STATE));
        keys.promote(KeyPurpose.STATE, keys.versions(KeyPurpose.STATE));

        // then
        KeyFolder again = open(master);
        assertThat(again.of(KeyPurpose.STATE).decrypt(first, NOTHING)).isEqualTo(SECRET);
        assertThat(again.isNewest(KeyPurpose.STATE, first)).isFalse();
    }

    private KeyFolder create(FileProtection protection) {
        return KeyFolder.openOrCreate(temporary.resolve("keys"), PURPOSES, protection, purpose -> false);
    }

    private KeyFolder open(FileProtection protection) {
        return KeyFolder.open(temporary.resolve("keys"), PURPOSES, protection);
    }

    private Path file(KeyPurpose purpose) {
        return temporary.resolve("keys").resolve("kek-" + purpose.label() + ".json");
    }

    private MasterKey masterKey(String name) {
        try {
            Aead key = KeysetKind.AEAD.use(KeysetKind.AEAD.generate());
            return new MasterKey(name, new Aead() {
                @Override
                public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
                    return key.encrypt(plaintext, associatedData);
                }

                @Override
                public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
                    calls.incrementAndGet();
                    return key.decrypt(ciphertext, associatedData);
                }
            });
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
