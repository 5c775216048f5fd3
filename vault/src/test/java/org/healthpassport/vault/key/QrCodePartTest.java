package org.healthpassport.vault.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QrCodePartTest {
    private static final Set<KeyPurpose> QR = Set.of(KeyPurpose.QR);

    @TempDir
    private Path folder;

    @Test
    void shouldOpenOnlyAsTheSamePartOfTheSameQrCodeOfTheSamePatient() {
        // given
        KeyEncryptionKeys keks = KeyFolder.openOrCreate(folder.resolve("keys"), QR, purpose -> false);
        SubjectKeys keys = SubjectKeys.unwrap(SubjectKeys.generate("p1", QR, keks), QR, keks);
        SubjectKeys others = SubjectKeys.unwrap(SubjectKeys.generate("p2", QR, keks), QR, keks);

        // when
        byte[] sealed = QrCodePart.TEXT.seal(keys, "q1", "shlink:/x".getBytes(UTF_8));

        // then
        assertThat(QrCodePart.TEXT.open(keys, "q1", sealed)).asString(UTF_8).isEqualTo("shlink:/x");
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> QrCodePart.TEXT.open(keys, "q2", sealed));
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> QrCodePart.SYMBOL.open(keys, "q1", sealed));
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> QrCodePart.TEXT.open(others, "q1", sealed));
    }
}
