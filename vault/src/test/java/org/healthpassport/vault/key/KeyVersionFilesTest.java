package org.healthpassport.vault.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.key.file.FileProtection;
import org.healthpassport.vault.key.file.KeyVersions;
import org.healthpassport.vault.key.file.KeysAway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyVersionFilesTest {
    private static final byte[] SECRET = {1, 2, 3};
    private static final byte[] NOTHING = {};
    private static final KeyPurpose STATE = KeyPurpose.STATE;
    private static final Set<KeyPurpose> PURPOSES = Set.of(STATE, KeyPurpose.AUDIT);

    @TempDir
    Path temporary;

    private final AtomicLong nanoTime = new AtomicLong();
    private KeyFolder keys;
    private KeyFolder other;

    @BeforeEach
    void open() {
        keys = KeyFolder.openOrCreate(temporary.resolve("keys"), PURPOSES, purpose -> false);
        other = KeyFolder.open(temporary.resolve("keys"), PURPOSES, FileProtection.NONE, nanoTime::get);
    }

    @Test
    void shouldOpenWithEachVersionUntilItIsDestroyed() throws Exception {
        // given
        byte[] first = seal();

        // when
        rotateUpToPromotion();
        byte[] second = seal();

        // then
        assertThat(open(first)).isEqualTo(SECRET);
        assertThat(open(second)).isEqualTo(SECRET);

        // when
        assertThat(keys.destroyOlder(STATE, keys.versions(STATE))).isTrue();

        // then
        assertThat(open(second)).isEqualTo(SECRET);
        assertThatExceptionOfType(GeneralSecurityException.class).isThrownBy(() -> open(first));
        assertThat(keys.versions(STATE).ids()).hasSize(1);
    }

    @Test
    void shouldSealWithTheFirstVersionUntilTheNextIsPromoted() throws Exception {
        // given
        byte[] first = seal();
        KeyVersions atRest = keys.versions(STATE);

        // when
        assertThat(keys.announce(STATE, atRest)).isTrue();

        // then
        KeyVersions announced = keys.versions(STATE);
        assertThat(announced.primary()).isEqualTo(atRest.primary());
        assertThat(announced.hasNext()).isTrue();
        assertThat(announced.older()).isEmpty();
        assertThat(keys.isNewest(STATE, first)).isTrue();

        // when
        assertThat(keys.promote(STATE, announced)).isTrue();

        // then
        KeyVersions promoted = keys.versions(STATE);
        assertThat(promoted.hasNext()).isFalse();
        assertThat(promoted.older()).containsExactly(atRest.primary());
        assertThat(keys.isNewest(STATE, first)).isFalse();
        assertThat(keys.isNewest(STATE, seal())).isTrue();
    }

    @Test
    void shouldChangeNothingIfTheVersionsAreOthersThanSeen() throws Exception {
        // given
        KeyVersions seen = keys.versions(STATE);
        keys.announce(STATE, seen);
        KeyVersions now = keys.versions(STATE);

        // when, then
        assertThat(other.announce(STATE, seen)).isFalse();
        assertThat(other.promote(STATE, seen)).isFalse();
        assertThat(other.destroyOlder(STATE, seen)).isFalse();
        assertThat(keys.versions(STATE)).isEqualTo(now);
    }

    @Test
    void shouldLetOneOfManyAnnounceVersion() throws Exception {
        // given
        KeyVersions seen = keys.versions(STATE);
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            KeyFolder one = KeyFolder.open(temporary.resolve("keys"), PURPOSES);
            attempts.add(() -> one.announce(STATE, seen));
        }

        // when
        List<Boolean> successes = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                successes.add(attempt.get());
            }
        } finally {
            threads.shutdownNow();
        }

        // then
        assertThat(successes).containsOnlyOnce(true);
        assertThat(keys.versions(STATE).ids()).hasSize(2);
    }

    @Test
    void shouldTellThatAnotherProcessPromotedAndSealWithThatVersionThen() throws Exception {
        // given
        byte[] first = other.of(STATE).encrypt(SECRET, NOTHING);
        rotateUpToPromotion();

        // when, then
        assertThat(other.isNewest(STATE, first)).isFalse();
        assertThat(other.isNewest(STATE, other.of(STATE).encrypt(SECRET, NOTHING)))
                .isTrue();
    }

    @Test
    void shouldNotUseKeyThatCouldNotBeOpenedAgain() throws IOException {
        // given
        assertThat(other.of(STATE)).isNotNull();
        Path file = temporary.resolve("keys").resolve("kek-state.json");
        Path away = temporary.resolve("away");
        Files.move(file, away);

        // when
        nanoTime.addAndGet(Duration.ofSeconds(60).toNanos());

        // then
        assertThat(other.of(STATE)).isNotNull();

        // when
        nanoTime.addAndGet(1);

        // then
        assertThatExceptionOfType(KeysAway.class).isThrownBy(() -> other.of(STATE));

        // when
        Files.move(away, file);
        other.versions(STATE);

        // then
        assertThat(other.of(STATE)).isNotNull();
    }

    @Test
    void shouldWrapKeysetsOfSubjectAgainAndTouchNothingThatTheySealed() throws Exception {
        // given
        SubjectKeyDocument document = SubjectKeys.generate("subject-1", Set.of(STATE), keys);
        byte[] sealed = SubjectKeys.unwrap(document, Set.of(STATE), keys).seal(STATE, SECRET, NOTHING);
        rotateUpToPromotion();

        // when
        SubjectKeyDocument again =
                new SubjectKeyDocument("subject-1", Map.of(STATE, SubjectKeys.wrapAgain(document, STATE, keys)));
        keys.destroyOlder(STATE, keys.versions(STATE));

        // then
        assertThat(SubjectKeys.unwrap(again, Set.of(STATE), keys).open(STATE, sealed, NOTHING))
                .isEqualTo(SECRET);
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> SubjectKeys.unwrap(document, Set.of(STATE), keys));
        assertThatExceptionOfType(SealBroken.class)
                .isThrownBy(() -> SubjectKeys.unwrap(
                        new SubjectKeyDocument("subject-2", again.wrappedKeysets()), Set.of(STATE), keys));
    }

    @Test
    void shouldWrapAuditKeysAgainForTheSameSubjectAndPseudonym() throws Exception {
        // given
        AuditKeyDocument document = AuditKeyDocument.generate("subject-1", keys);
        byte[] sealed = document.unwrap(keys).seal(KeyPurpose.AUDIT, SECRET, NOTHING);
        KeyVersions seen = keys.versions(KeyPurpose.AUDIT);
        keys.announce(KeyPurpose.AUDIT, seen);
        keys.promote(KeyPurpose.AUDIT, keys.versions(KeyPurpose.AUDIT));

        // when
        byte[] again = document.wrapAgain(keys);
        keys.destroyOlder(KeyPurpose.AUDIT, keys.versions(KeyPurpose.AUDIT));

        // then
        assertThat(new AuditKeyDocument("subject-1", document.pseudonym(), again)
                        .unwrap(keys)
                        .open(KeyPurpose.AUDIT, sealed, NOTHING))
                .isEqualTo(SECRET);
        assertThatExceptionOfType(SealBroken.class)
                .isThrownBy(() -> new AuditKeyDocument("subject-1", "another", again).unwrap(keys));
    }

    private void rotateUpToPromotion() throws IOException {
        assertThat(keys.announce(STATE, keys.versions(STATE))).isTrue();
        assertThat(keys.promote(STATE, keys.versions(STATE))).isTrue();
    }

    private byte[] seal() throws GeneralSecurityException {
        return keys.of(STATE).encrypt(SECRET, NOTHING);
    }

    private byte[] open(byte[] sealed) throws GeneralSecurityException {
        return keys.of(STATE).decrypt(sealed, NOTHING);
    }
}
