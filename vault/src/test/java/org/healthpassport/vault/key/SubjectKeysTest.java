package org.healthpassport.vault.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectKeysTest {
    private static final Set<KeyPurpose> PURPOSES = EnumSet.of(KeyPurpose.STATE, KeyPurpose.DOCUMENTS);
    private static final byte[] PLAINTEXT = "blood group".getBytes(UTF_8);
    private static final byte[] CONTEXT = AssociatedData.of("patients", "p1", "3");

    @TempDir
    Path folder;

    private KeyEncryptionKeys keks;
    private SubjectKeyDocument document;
    private SubjectKeys keys;

    @BeforeEach
    void makeKeys() {
        keks = KeyFolder.openOrCreate(folder.resolve("keys"), PURPOSES, purpose -> false);
        document = SubjectKeys.generate("p1", PURPOSES, keks);
        keys = SubjectKeys.unwrap(document, PURPOSES, keks);
    }

    @Test
    void shouldOpenWhatWasSealedAfterUnwrappingAgain() {
        // given
        byte[] sealed = keys.seal(KeyPurpose.STATE, PLAINTEXT, CONTEXT);

        // when
        SubjectKeys again = SubjectKeys.unwrap(document, Set.of(KeyPurpose.STATE), keks);

        // then
        assertThat(again.open(KeyPurpose.STATE, sealed, CONTEXT)).isEqualTo(PLAINTEXT);
        assertThat(new String(sealed, UTF_8)).doesNotContain("blood");
    }

    @Test
    void shouldRefuseOtherContextPurposeAndSubject() {
        // given
        byte[] sealed = keys.seal(KeyPurpose.STATE, PLAINTEXT, CONTEXT);
        SubjectKeys other = SubjectKeys.unwrap(SubjectKeys.generate("p2", PURPOSES, keks), PURPOSES, keks);

        // when, then
        assertBroken(() -> keys.open(KeyPurpose.STATE, sealed, AssociatedData.of("patients", "p1", "4")));
        assertBroken(() -> keys.open(KeyPurpose.DOCUMENTS, sealed, CONTEXT));
        assertBroken(() -> other.open(KeyPurpose.STATE, sealed, CONTEXT));
    }

    @Test
    void shouldRefuseEveryFlippedBitAndEveryPrefix() {
        // given
        byte[] sealed = keys.seal(KeyPurpose.STATE, PLAINTEXT, CONTEXT);

        // when, then
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertBroken(() -> keys.open(KeyPurpose.STATE, changed, CONTEXT));
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertBroken(() -> keys.open(KeyPurpose.STATE, cut, CONTEXT));
        }
    }

    @Test
    void shouldRefuseKeysetWrappedForAnotherSubject() {
        // given
        SubjectKeyDocument stolen = new SubjectKeyDocument("p2", document.wrappedKeysets());

        // when, then
        assertBroken(() -> SubjectKeys.unwrap(stolen, PURPOSES, keks));
    }

    @Test
    void shouldRefuseKeysetWrappedForAnotherPurpose() {
        // given
        Map<KeyPurpose, byte[]> swapped = new EnumMap<>(KeyPurpose.class);
        swapped.put(KeyPurpose.STATE, document.wrappedKeysets().get(KeyPurpose.DOCUMENTS));
        SubjectKeyDocument confused = new SubjectKeyDocument("p1", swapped);
        KeyEncryptionKeys oneForAll = purpose -> keks.of(KeyPurpose.DOCUMENTS);

        // when, then
        assertBroken(() -> SubjectKeys.unwrap(confused, Set.of(KeyPurpose.STATE), keks));
        assertBroken(() -> SubjectKeys.unwrap(confused, Set.of(KeyPurpose.STATE), oneForAll));
    }

    @Test
    void shouldRefuseKeysetUnderOtherKeyEncryptionKeys() {
        // given
        KeyEncryptionKeys others = KeyFolder.openOrCreate(folder.resolve("others"), PURPOSES, purpose -> false);

        // when, then
        assertThatExceptionOfType(UnknownKey.class)
                .isThrownBy(() -> SubjectKeys.unwrap(document, Set.of(KeyPurpose.STATE), others))
                .withMessageContaining(folder.resolve("others/kek-state.json") + " ")
                .withMessageContaining("restore that key from your backup");
    }

    @Test
    void shouldBlameTheKeysetIfTheKeyThatItNamesIsAtHand() {
        // given
        byte[] wrapped = document.wrappedKeysets().get(KeyPurpose.STATE);
        byte[] flipped = wrapped.clone();
        flipped[flipped.length - 1] ^= 1;
        KeyEncryptionKeys openedLater = KeyEncryptionKeys.from(() -> keks);

        // when, then
        for (byte[] damaged : List.of(flipped, Arrays.copyOf(wrapped, 40), "junk".getBytes(UTF_8), new byte[0])) {
            SubjectKeyDocument changed = new SubjectKeyDocument("p1", Map.of(KeyPurpose.STATE, damaged));
            assertThatExceptionOfType(SealBroken.class)
                    .isThrownBy(() -> SubjectKeys.unwrap(changed, Set.of(KeyPurpose.STATE), openedLater))
                    .isNotInstanceOf(UnknownKey.class);
        }
        assertThatExceptionOfType(SealBroken.class)
                .isThrownBy(() -> SubjectKeys.unwrap(
                        new SubjectKeyDocument("p2", document.wrappedKeysets()), PURPOSES, openedLater))
                .isNotInstanceOf(UnknownKey.class);
    }

    @Test
    void shouldRefusePurposesThatAreMissing() {
        // given
        SubjectKeys stateOnly = SubjectKeys.unwrap(document, Set.of(KeyPurpose.STATE), keks);

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> SubjectKeys.unwrap(document, Set.of(KeyPurpose.QR), keks))
                .withMessageContaining("QR");
        assertThatIllegalStateException()
                .isThrownBy(() -> stateOnly.seal(KeyPurpose.DOCUMENTS, PLAINTEXT, CONTEXT))
                .withMessageContaining("DOCUMENTS");
        assertThatIllegalStateException()
                .isThrownBy(() -> SubjectKeys.generate("p3", Set.of(KeyPurpose.QR), keks))
                .withMessageContaining("QR");
    }

    @Test
    void shouldNotShowOrShareWrappedKeysets() {
        // given
        byte[] keyset = document.wrappedKeysets().get(KeyPurpose.STATE);

        // when
        keyset[0]++;

        // then
        assertThat(SubjectKeys.unwrap(document, PURPOSES, keks)).isNotNull();
        assertThat(document).hasToString("SubjectKeyDocument[subjectId=p1, purposes=[STATE, DOCUMENTS]]");
        assertThat(document).isEqualTo(new SubjectKeyDocument("p1", document.wrappedKeysets()));
        assertThat(document).isNotEqualTo(SubjectKeys.generate("p1", PURPOSES, keks));
    }

    private static void assertBroken(Runnable opening) {
        assertThatExceptionOfType(SealBroken.class).isThrownBy(opening::run);
    }
}
