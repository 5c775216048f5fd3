package org.healthpassport.vault.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.KeyedDigest;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedDetailTest {
    private static final byte[] DETAIL = "{\"patientId\":\"p1\"}".getBytes(UTF_8);
    private static final Function<Object, byte[]> AS_STORED = value -> (byte[]) value;

    @TempDir
    Path folder;

    private KeyEncryptionKeys keks;
    private AuditKeyDocument document;
    private SubjectKeys keys;

    @BeforeEach
    void makeKeys() {
        keks = KeyFolder.openOrCreate(folder.resolve("keys"), Set.of(KeyPurpose.AUDIT), purpose -> false);
        document = AuditKeyDocument.generate("p1", keks);
        keys = document.unwrap(keks);
    }

    @Test
    void shouldOpenWhatWasSealedWithKeysAsTheyAreStored() {
        // given
        SealedDetail detail = SealedDetail.seal(keys, "e1", DETAIL);

        // when
        AuditKeyDocument stored = AuditKeyDocument.read(document.fields(), AS_STORED);

        // then
        assertThat(stored).isEqualTo(document);
        assertThat(detail.open(stored.unwrap(keks), "e1")).isEqualTo(DETAIL);
        assertThat(detail.commitment()).hasSize(32);
        assertThat(detail.sealed()).hasSize(DETAIL.length + SealedDetail.OVERHEAD_BYTES);
        assertThat(new String(detail.sealed(), UTF_8)).doesNotContain("patient");
    }

    @Test
    void shouldGiveTheSaltWithWhichAnybodyCanCheckTheCommitment() throws Exception {
        // given
        SealedDetail detail = SealedDetail.seal(keys, "e1", DETAIL);

        // when
        SealedDetail.Opened opened = detail.openWithSalt(keys, "e1");

        // then
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(opened.salt(), "HmacSHA256"));
        assertThat(mac.doFinal(opened.detail())).isEqualTo(detail.commitment());
        assertThat(opened.detail()).isEqualTo(DETAIL);
        assertThat(opened.toString()).doesNotContain("patient");
    }

    @Test
    void shouldNotTellThatTwoDetailsAreTheSame() {
        // when
        SealedDetail one = SealedDetail.seal(keys, "e1", DETAIL);
        SealedDetail other = SealedDetail.seal(keys, "e1", DETAIL);

        // then
        assertThat(one).isNotEqualTo(other);
        assertThat(one.commitment()).isNotEqualTo(other.commitment());
    }

    @Test
    void shouldRefuseDetailOfAnotherEventOrSubject() {
        // given
        SealedDetail detail = SealedDetail.seal(keys, "e1", DETAIL);
        SubjectKeys others = AuditKeyDocument.generate("p2", keks).unwrap(keks);

        // then
        assertBroken(() -> detail.open(keys, "e2"));
        assertBroken(() -> detail.open(others, "e1"));
    }

    @Test
    void shouldRefuseDetailThatWasNotCommittedTo() {
        // given
        SealedDetail detail = SealedDetail.seal(keys, "e1", DETAIL);
        SealedDetail other = SealedDetail.seal(keys, "e1", "{}".getBytes(UTF_8));

        // then
        assertBroken(() -> new SealedDetail(detail.sealed(), other.commitment()).open(keys, "e1"));
        assertBroken(() -> new SealedDetail(detail.sealed(), new byte[0]).open(keys, "e1"));
    }

    @Test
    void shouldRefuseWhatIsTooShortForASalt() {
        byte[] sealed = keys.seal(
                KeyPurpose.AUDIT, new byte[KeyedDigest.KEY_BYTES - 1], AssociatedData.of("audit-detail", "e1"));

        assertBroken(() -> new SealedDetail(sealed, new byte[32]).open(keys, "e1"));
    }

    @Test
    void shouldNoticeExchangedSubjectsAndPseudonyms() {
        // given
        AuditKeyDocument renamed = new AuditKeyDocument("p1", UUID.randomUUID().toString(), document.wrappedKeyset());
        AuditKeyDocument stolen = new AuditKeyDocument("p2", document.pseudonym(), document.wrappedKeyset());

        // then
        assertBroken(() -> renamed.unwrap(keks));
        assertBroken(() -> stolen.unwrap(keks));
    }

    @Test
    void shouldNameNobodyInLogs() {
        assertThat(document.toString()).contains(document.pseudonym()).doesNotContain("p1");
        assertThat(UUID.fromString(document.pseudonym()).version()).isEqualTo(4);
    }

    @Test
    void shouldRefuseFieldsOfSomethingElse() {
        for (String missing : document.fields().keySet()) {
            Map<String, Object> fields = new HashMap<>(document.fields());
            fields.remove(missing);
            assertThatIllegalArgumentException().isThrownBy(() -> AuditKeyDocument.read(fields, AS_STORED));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        AuditKeyDocument.read(Map.of("_id", "p1", "pseudonym", "x", "keysets", Map.of()), AS_STORED));
    }

    private static void assertBroken(Runnable opening) {
        assertThatExceptionOfType(SealBroken.class).isThrownBy(opening::run);
    }
}
