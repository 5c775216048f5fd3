package org.healthpassport.aggregates.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.reseal.Resealing;
import org.healthpassport.aggregates.reseal.SealedCollection;
import org.healthpassport.aggregates.reseal.SealedField;
import org.healthpassport.aggregates.rotation.Rotation.State;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.KeyVersionFiles;
import org.healthpassport.vault.key.SubjectKeyDocument;
import org.healthpassport.vault.key.SubjectKeys;
import org.healthpassport.vault.key.file.KeyVersions;
import org.healthpassport.vault.key.file.Settling;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRotationTest {
    private static final int SUBJECTS = 12;

    @TempDir
    Path folder;

    private RotatedStore store;
    private Map<KeyPurpose, List<Integer>> before;

    @BeforeEach
    void fill() {
        store = new RotatedStore(folder.resolve("keys"));
        store.fill(SUBJECTS);
        before = store.versions();
    }

    @Test
    void shouldSealEverythingAgainAndDestroyTheOlderVersions() {
        // given
        KeyRotation<KeyPurpose> instance = store.instance();
        store.begin(instance);

        // when
        store.untilOver(instance);

        // then
        Rotation done = store.newest();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.progress())
                .isEqualTo(new RotationProgress(3 * SUBJECTS + 1, 3 * SUBJECTS + 1, 3 * SUBJECTS + 1, 0));
        assertThat(done.finishedAt()).isAfter(done.startedAt());
        assertRotated();
    }

    @Test
    void shouldSealWithNewVersionOnlyWhenEachProcessCanOpenWithIt() {
        // given
        KeyRotation<KeyPurpose> instance = store.instance();
        store.begin(instance);
        store.turn(instance);
        store.turn(instance);

        // when
        store.pass(Settling.SETTLED_AFTER.minusNanos(1));
        store.turn(instance);

        // then
        assertThat(store.keys.versions(KeyPurpose.STATE).hasNext()).isTrue();
        assertThat(store.newest().state()).isEqualTo(State.SPREADING);

        // when
        store.pass(Duration.ofNanos(1));
        store.turn(instance);

        // then
        KeyVersions promoted = store.keys.versions(KeyPurpose.STATE);
        assertThat(promoted.hasNext()).isFalse();
        assertThat(promoted.older()).hasSize(1);

        // when
        store.turn(instance);
        store.pass(Settling.SETTLED_AFTER.minusNanos(1));
        store.turn(instance);

        // then
        assertThat(store.keys.versions(KeyPurpose.STATE)).isEqualTo(promoted);
        assertThat(store.newest().progress().resealed()).isZero();
    }

    @Test
    void shouldSealWithNewVersionOnlyWhenABackupHasIt() {
        // given
        KeyRotation<KeyPurpose> instance = store.instance(store.keys, store.collections, Duration.ofDays(1));
        store.begin(instance);
        store.turn(instance);
        store.turn(instance);

        // when
        store.pass(Duration.ofDays(1).minusMillis(1));
        store.turn(instance);

        // then
        assertThat(store.keys.versions(KeyPurpose.STATE).hasNext()).isTrue();

        // when
        store.pass(Duration.ofMillis(1));
        store.turn(instance);

        // then
        assertThat(store.keys.versions(KeyPurpose.STATE).hasNext()).isFalse();
    }

    @Test
    void shouldGoOnWhereverAProcessEnds() {
        // given
        store.begin(store.instance());
        int ends = 0;

        // when each process ends one step later than the one before
        for (boolean over = false; !over && ends < 200; ends++) {
            EndsAt files = new EndsAt(store.keys, ends);
            try {
                store.untilOver(store.instance(files, beforeEachWrite(document -> files.step())));
                over = true;
            } catch (Killed killed) {
                store.pass(Duration.ofMinutes(2));
            }
        }

        // then
        assertThat(ends).isGreaterThan(SUBJECTS);
        assertThat(store.newest().state()).isEqualTo(State.DONE);
        assertRotated();
    }

    @Test
    void shouldNotBringBackKeysThatAreDeletedMeanwhile() {
        // given
        store.begin(store.instance());
        AtomicBoolean deleted = new AtomicBoolean();
        KeyRotation<KeyPurpose> instance = store.instance(store.keys, beforeEachWrite(stored -> {
            if (stored.getString("_id").equals("subject-000003") && !deleted.getAndSet(true)) {
                store.delete("subject-000003");
            }
        }));

        // when
        store.untilOver(instance);

        // then
        assertThat(deleted).isTrue();
        assertThat(store.isStored("subject-000003")).isFalse();
        assertThat(store.newest().state()).isEqualTo(State.DONE);
        assertThat(store.opensAll()).isTrue();
    }

    @Test
    void shouldFindKeysThatAreStoredLateAndBeforeTheOnesLookedAt() {
        // given
        KeyFolder late = store.anotherProcess();
        store.begin(store.instance());
        AtomicBoolean stored = new AtomicBoolean();
        KeyRotation<KeyPurpose> instance = store.instance(store.keys, beforeEachWrite(document -> {
            if (document.getString("_id").equals("subject-000009") && !stored.getAndSet(true)) {
                store.store("a-late-subject", late);
            }
        }));

        // when
        store.untilOver(instance);

        // then
        assertThat(stored).isTrue();
        assertThat(store.newest().state()).isEqualTo(State.DONE);
        assertThat(store.newest().progress().resealed()).isEqualTo(3 * SUBJECTS + 2);
        assertThat(store.opensAll()).isTrue();
    }

    @Test
    void shouldSettleKeysOfWriterThatSealedWithAnOlderVersion() throws IOException {
        // given
        KeyFolder late = store.anotherProcess();
        SubjectKeyDocument made = SubjectKeys.generate("late", Set.of(KeyPurpose.STATE), late);
        store.keys.announce(KeyPurpose.STATE, store.keys.versions(KeyPurpose.STATE));
        store.keys.promote(KeyPurpose.STATE, store.keys.versions(KeyPurpose.STATE));
        store.insert(made.fields(), SubjectKeyDocument.COLLECTION);

        // when
        new Resealing(store.mongo, late)
                .settle(subjectKeys(), new Document(made.fields()))
                .block(Duration.ofSeconds(30));

        // then
        byte[] settled = store.subjectKeys("late").wrappedKeysets().get(KeyPurpose.STATE);
        assertThat(store.keys.isNewest(KeyPurpose.STATE, settled)).isTrue();
    }

    @Test
    void shouldKeepOlderVersionsForDocumentThatDoesNotOpen() {
        // given
        SubjectKeyDocument strangers = SubjectKeys.generate(
                "another", Set.of(KeyPurpose.STATE, KeyPurpose.DOCUMENTS, KeyPurpose.QR), store.keys);
        store.insert(
                new SubjectKeyDocument("swapped", strangers.wrappedKeysets()).fields(), SubjectKeyDocument.COLLECTION);
        KeyRotation<KeyPurpose> instance = store.instance();
        store.begin(instance);

        // when
        store.untilOver(instance);

        // then
        assertThat(store.newest().state()).isEqualTo(State.HELD);
        assertThat(store.newest().progress().unreadable()).isEqualTo(1);
        assertThat(store.keys.versions(KeyPurpose.STATE).older()).isEqualTo(before.get(KeyPurpose.STATE));

        // when
        store.delete("swapped");
        store.pass(Duration.ofHours(1));
        store.untilOver(instance);

        // then
        assertThat(store.newest().state()).isEqualTo(State.DONE);
        assertRotated();
    }

    @Test
    void shouldKeepOlderVersionsForDocumentOfUnknownShape() {
        // given
        store.insert(Map.of("_id", "malformed", "keysets", "none"), SubjectKeyDocument.COLLECTION);
        KeyRotation<KeyPurpose> instance = store.instance();
        store.begin(instance);

        // when
        store.untilOver(instance);

        // then
        assertThat(store.newest().state()).isEqualTo(State.HELD);
        assertThatThrownBy(() -> store.subjectKeys("malformed")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldLoseStandingThatDoesNotOpenAndIsMadeAgainAnyway() {
        // given
        store.insert(Map.of("_id", "broken", "version", 1L, "standing", new Binary(new byte[] {1, 2, 3})), "accounts");
        KeyRotation<KeyPurpose> instance = store.instance();
        store.begin(instance);

        // when
        store.untilOver(instance);

        // then
        assertThat(store.newest().state()).isEqualTo(State.DONE);
    }

    @Test
    void shouldRotateWhenThePeriodIsOver() {
        // given
        KeyRotation<KeyPurpose> instance = store.instance();
        store.turn(instance);
        assertThat(store.newest().state()).isEqualTo(State.NEVER);

        // when
        store.pass(RotatedStore.PERIOD.minusSeconds(1));
        store.turn(instance);

        // then
        assertThat(store.newest().state()).isEqualTo(State.NEVER);

        // when
        store.pass(Duration.ofSeconds(1));
        store.turn(instance);
        store.untilOver(instance);

        // then
        assertThat(store.newest().state()).isEqualTo(State.DONE);
        assertRotated();
    }

    @Test
    void shouldRefuseToBeginWhileOneRuns() {
        // given
        KeyRotation<KeyPurpose> instance = store.instance();
        store.begin(instance);

        // when, then
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> store.begin(store.instance()))
                .matches(refused -> refused.refusal() instanceof RotationRefusal.AlreadyRunning);
        store.untilOver(instance);
        store.begin(store.instance());
    }

    @Test
    void shouldRotateOnceIfManyInstancesWorkAtIt() {
        // given
        List<KeyRotation<KeyPurpose>> instances = List.of(store.instance(), store.instance(), store.instance());
        store.begin(instances.get(0));

        // when
        for (int turns = 0; turns < 60 && store.newest().isRunning(); turns++) {
            instances.forEach(store::turn);
            store.pass(Duration.ofSeconds(40));
        }

        // then
        assertThat(store.newest().state()).isEqualTo(State.DONE);
        assertThat(store.newest().progress().resealed()).isEqualTo(3 * SUBJECTS + 1);
        assertRotated();
    }

    @Test
    void shouldTellWhatHoldsItUp() {
        // given
        KeyRotation<KeyPurpose> instance = store.instance(new EndsAt(store.keys, 0, true), store.collections);
        store.begin(store.instance());
        store.pass(Duration.ofMinutes(2));

        // when
        store.turn(instance);

        // then
        assertThat(store.newest().trouble()).contains("writable");
        assertThat(store.versions()).isEqualTo(before);
    }

    @Test
    void shouldKnowHowLongDeletedKeysLast() {
        // given
        KeyHorizon horizon =
                new KeyHorizon(RotatedStore.PERIOD, Duration.ofDays(1), Duration.ofDays(14), store.clock());
        KeyRotation<KeyPurpose> instance = store.instance();
        store.begin(instance);

        // when, then
        assertThat(horizon.longest()).hasValue(Duration.ofDays(30 + 1 + 1 + 14));
        assertThat(horizon.holds(store.newest())).isTrue();
        store.pass(Duration.ofDays(2).plusSeconds(1));
        assertThat(horizon.holds(store.newest())).isFalse();
        store.untilOver(instance);
        assertThat(horizon.holds(store.newest())).isTrue();
        store.pass(Duration.ofDays(30));
        assertThat(horizon.holds(store.newest())).isFalse();
        assertThat(new KeyHorizon(Duration.ZERO, Duration.ofDays(1), Duration.ofDays(14), store.clock()).longest())
                .isEmpty();
    }

    private void assertRotated() {
        assertThat(store.versions())
                .allSatisfy((purpose, versions) ->
                        assertThat(versions).hasSize(1).doesNotContainAnyElementsOf(before.get(purpose)));
        assertThat(store.opensAll()).isTrue();
    }

    private SealedCollection subjectKeys() {
        return store.collections.stream()
                .filter(collection -> collection.name().equals(SubjectKeyDocument.COLLECTION))
                .findFirst()
                .orElseThrow();
    }

    /** The same collections, in which something happens after a document was read, before it is written. */
    private List<SealedCollection> beforeEachWrite(Consumer<Document> happens) {
        return store.collections.stream()
                .<SealedCollection>map(collection -> new SealedCollection() {
                    @Override
                    public String name() {
                        return collection.name();
                    }

                    @Override
                    public List<String> needed() {
                        return collection.needed();
                    }

                    @Override
                    public List<SealedField> fieldsOf(Document stored) {
                        if (name().equals(SubjectKeyDocument.COLLECTION)) {
                            happens.accept(stored);
                        }
                        return collection.fieldsOf(stored);
                    }
                })
                .toList();
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Files of a process that ends, or cannot write, at a certain step: before a change, or just after it. */
    private static final class EndsAt implements KeyVersionFiles {
        private final KeyVersionFiles files;
        private final boolean cannotWrite;
        private int steps;

        EndsAt(KeyVersionFiles files, int steps) {
            this(files, steps, false);
        }

        EndsAt(KeyVersionFiles files, int steps, boolean cannotWrite) {
            this.files = files;
            this.steps = steps;
            this.cannotWrite = cannotWrite;
        }

        private interface Change {
            boolean make() throws IOException;
        }

        private boolean change(Change change) throws IOException {
            if (cannotWrite) {
                throw new IOException("Read-only file system");
            }
            step();
            boolean changed = change.make();
            step();
            return changed;
        }

        private void step() {
            if (steps-- == 0) {
                throw new Killed();
            }
        }

        @Override
        public Set<KeyPurpose> names() {
            return files.names();
        }

        @Override
        public KeyVersions versions(KeyPurpose purpose) {
            return files.versions(purpose);
        }

        @Override
        public boolean announce(KeyPurpose purpose, KeyVersions seen) throws IOException {
            return change(() -> files.announce(purpose, seen));
        }

        @Override
        public boolean promote(KeyPurpose purpose, KeyVersions seen) throws IOException {
            return change(() -> files.promote(purpose, seen));
        }

        @Override
        public boolean destroyOlder(KeyPurpose purpose, KeyVersions seen) throws IOException {
            return change(() -> files.destroyOlder(purpose, seen));
        }

        @Override
        public Aead of(KeyPurpose purpose) {
            return files.of(purpose);
        }
    }
}
