package org.healthpassport.keymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SubjectKeys;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.key.file.KeysAway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises that need a service that can be made to fail. */
interface StandInContract extends MasterKeyContract {
    String SECRET_CREDENTIAL = "not-the-right-credential";

    StandIn service();

    FileProtection withWrongCredentials();

    FileProtection withoutCredentials();

    FileProtection ofUnknownKey();

    /** The place of the credentials, in the words of the message. */
    String credentials();

    @Test
    default void shouldNameCredentialsThatAreRefusedAndNotTellThem() {
        assertThatIllegalStateException()
                .isThrownBy(() -> withWrongCredentials().master().aead().encrypt(SECRET, DATA))
                .withMessageContaining("Expected")
                .matches(failure -> failure.getMessage().lines().count() == 1, "one line")
                .matches(failure -> !failure.getMessage().contains(SECRET_CREDENTIAL), "no secret");
    }

    @Test
    default void shouldNameCredentialsThatAreMissing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> withoutCredentials().master().aead().encrypt(SECRET, DATA))
                .withMessageContaining(credentials());
    }

    @Test
    default void shouldRefuseUnknownKey() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ofUnknownKey().master().aead().encrypt(SECRET, DATA))
                .withMessageContaining("Expected");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    default void shouldTellThatServiceIsAway(int status) throws Exception {
        // given
        byte[] sealed = key().encrypt(SECRET, DATA);
        service().answer(status, Map.of());

        // when, then
        assertThatExceptionOfType(KeysAway.class).isThrownBy(() -> key().decrypt(sealed, DATA));
    }

    @Test
    default void shouldTellThatNobodyListens() throws Exception {
        // given
        byte[] sealed = key().encrypt(SECRET, DATA);
        service().close();

        // when, then
        assertThatExceptionOfType(KeysAway.class).isThrownBy(() -> key().decrypt(sealed, DATA));
    }

    @Test
    default void shouldNotWaitForSlowServiceForLong() throws Exception {
        // given
        byte[] sealed = key().encrypt(SECRET, DATA);
        service().slowBy(Duration.ofMinutes(1));
        long begun = System.nanoTime();

        // when, then
        assertThatExceptionOfType(KeysAway.class).isThrownBy(() -> key().decrypt(sealed, DATA));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(40));
    }

    @Test
    default void shouldBeCalledOnceForManySubjects(@TempDir Path folder) {
        // given
        Set<KeyPurpose> purposes = Set.of(KeyPurpose.STATE);
        KeyFolder.openOrCreate(folder.resolve("keys"), purposes, protection(), purpose -> false);
        int before = service().calls.get();

        // when
        KeyFolder keys = KeyFolder.open(folder.resolve("keys"), purposes, protection());
        for (int i = 0; i < 50; i++) {
            SubjectKeys.unwrap(SubjectKeys.generate("subject-" + i, purposes, keys), purposes, keys);
        }

        // then
        assertThat(service().calls.get() - before).isEqualTo(callsOfOneDecryption());
    }

    /** One, and one more where credentials are exchanged for a token first. */
    default int callsOfOneDecryption() {
        return 1;
    }
}
