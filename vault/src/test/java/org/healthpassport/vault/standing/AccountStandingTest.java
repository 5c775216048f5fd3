package org.healthpassport.vault.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.standing.AccountStanding.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountStandingTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final AccountStanding DOCTOR =
            new AccountStanding("DOCTOR", Status.ACTIVE, NOON, "h1", Set.of("s1", "s2"));

    @TempDir
    private Path folder;

    private KeyEncryptionKeys keys;

    @BeforeEach
    void createKey() {
        keys = keys("keys");
    }

    @Test
    void shouldOpenWhatWasSealed() {
        // given
        AccountStanding auditor = new AccountStanding("AUDITOR", Status.SUSPENDED, Instant.EPOCH, null);

        // then
        assertThat(AccountStanding.open("a1", 7, DOCTOR.seal("a1", 7, keys), keys))
                .isEqualTo(DOCTOR);
        assertThat(AccountStanding.open("a2", 1, auditor.seal("a2", 1, keys), keys))
                .isEqualTo(auditor);
    }

    @Test
    void shouldOpenForThisAccountAtThisVersionOnly() {
        // given
        byte[] sealed = DOCTOR.seal("a1", 7, keys);

        // then
        requireBroken("a2", 7, sealed, keys);
        requireBroken("a1", 6, sealed, keys);
        requireBroken("a1", 8, sealed, keys);
        requireBroken("a1", 7, sealed, keys("others"));
        requireBroken("a1", 7, new byte[0], keys);
    }

    @Test
    void shouldNotOpenWithAnyBitChanged() {
        // given
        byte[] sealed = DOCTOR.seal("a1", 7, keys);

        // then
        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            requireBroken("a1", 7, changed, keys);
        }
    }

    @Test
    void shouldAcceptTokensOfTheTimeThatCounts() {
        assertThat(DOCTOR.accepts(NOON, "s3")).isTrue();
        assertThat(DOCTOR.accepts(NOON.minusSeconds(1), "s3")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void shouldAcceptTokensOfThoseWhoMaySignIn(Status status) {
        Set<Status> signIn = EnumSet.of(Status.PENDING, Status.WITHOUT_SECOND_FACTOR, Status.ACTIVE);
        assertThat(new AccountStanding("DOCTOR", status, NOON, "h1").accepts(NOON, "s3"))
                .isEqualTo(signIn.contains(status));
    }

    @Test
    void shouldAcceptNoTokenOfAnEndedSession() {
        assertThat(DOCTOR.accepts(NOON.plusSeconds(60), "s1")).isFalse();
        assertThat(DOCTOR.accepts(NOON.plusSeconds(60), "s2")).isFalse();
    }

    @Test
    void shouldOpenStandingOfAReleaseWithoutSessions() throws Exception {
        // given
        ByteArrayOutputStream earlier = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(earlier);
        out.writeByte(1);
        out.writeUTF("DOCTOR");
        out.writeUTF("ACTIVE");
        out.writeLong(NOON.getEpochSecond());
        out.writeBoolean(true);
        out.writeUTF("h1");

        // when
        byte[] sealed = keys.of(KeyPurpose.STANDING)
                .encrypt(earlier.toByteArray(), AssociatedData.of("account-standing", "a1", "7"));

        // then
        assertThat(AccountStanding.open("a1", 7, sealed, keys))
                .isEqualTo(new AccountStanding("DOCTOR", Status.ACTIVE, NOON, "h1"));
    }

    private KeyEncryptionKeys keys(String name) {
        return KeyFolder.openOrCreate(folder.resolve(name), Set.of(KeyPurpose.STANDING), purpose -> false);
    }

    private static void requireBroken(String accountId, long version, byte[] sealed, KeyEncryptionKeys keys) {
        assertThatExceptionOfType(SealBroken.class)
                .isThrownBy(() -> AccountStanding.open(accountId, version, sealed, keys));
    }
}
