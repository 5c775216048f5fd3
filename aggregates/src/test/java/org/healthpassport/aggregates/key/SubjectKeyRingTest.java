package org.healthpassport.aggregates.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.reactivestreams.client.MongoClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.UnknownKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.SimpleReactiveMongoDatabaseFactory;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

class SubjectKeyRingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final StoreAndBus real = StoreAndBus.shared();

    private final UnreadableAlarm alarm = real.alarm();
    private final String subjectId = UUID.randomUUID().toString();
    private final ReactiveMongoTemplate mongo = new ReactiveMongoTemplate(
            new SimpleReactiveMongoDatabaseFactory(real.bean(MongoClient.class), "subject-keys"));

    @BeforeEach
    void create() {
        mongo.dropCollection(SubjectKeyRing.COLLECTION).block(PATIENCE);
        another().create(subjectId).block(PATIENCE);
    }

    @Test
    void shouldNotUseKeysOfWhichAKeysetIsMissing() {
        // given
        mongo.updateFirst(
                        Query.query(Criteria.where("_id").is(subjectId)),
                        new Update().unset("keysets.QR"),
                        SubjectKeyRing.COLLECTION)
                .block(PATIENCE);
        Document before = stored();

        // when, then
        assertThatThrownBy(() -> another().of(subjectId).block(PATIENCE)).isInstanceOf(SealBroken.class);
        assertThat(stored()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"of another", "no bytes", "junk", "none"})
    void shouldBlameTheOneDocumentForKeysThatWereDamaged(String keysets) {
        // given
        String other = UUID.randomUUID().toString();
        another().create(other).block(PATIENCE);
        setKeysets(
                switch (keysets) {
                    case "of another" -> stored(other).get("keysets");
                    case "no bytes" ->
                        new Document("STATE", 1).append("DOCUMENTS", 2).append("QR", 3);
                    case "junk" -> junk();
                    default -> "none";
                });

        // when
        Throwable failure = catchThrowable(() -> another().of(subjectId).block(PATIENCE));

        // then
        assertThat(failure)
                .isInstanceOfSatisfying(
                        CannotBeRead.class,
                        damaged -> assertThat(damaged.unreadable())
                                .isEqualTo(new Unreadable(
                                        "subjectKeys", subjectId, subjectId, UnreadableReason.KEYS_BROKEN)));
        assertThat(Failures.kindOf(failure)).isEqualTo(FailureKind.UNREADABLE);
        assertThat(another().of(other).blockOptional(PATIENCE)).isPresent();
    }

    @Test
    void shouldBlameItselfIfItHasOtherKeysThanWrappedThem(@TempDir Path folder) {
        // given
        KeyFolder others = KeyFolder.openOrCreate(folder, EnumSet.allOf(KeyPurpose.class), purpose -> false);
        SubjectKeyRing ofOthers = new SubjectKeyRing(mongo, others, real.bean(AuditKeyRing.class), alarm);

        // when
        Throwable failure = catchThrowable(() -> ofOthers.of(subjectId).block(PATIENCE));

        // then
        assertThat(failure).isInstanceOf(UnknownKey.class);
        assertThat(Failures.kindOf(failure)).isEqualTo(FailureKind.UNEXPECTED);
    }

    @Test
    void shouldStartAlthoughTheKeysOfTheOldestSubjectWereDamaged() {
        // given the only one
        setKeysets(junk());

        // then
        another().prepare().block(PATIENCE);
    }

    @Test
    void shouldMakeNothingForASubjectWhoseKeysWereDestroyed() {
        // given
        another().destroy(subjectId).block(PATIENCE);

        // then
        assertThat(another().of(subjectId).blockOptional(PATIENCE)).isEmpty();
        assertThat(stored()).isNull();
    }

    @Test
    void shouldFindOutWhetherTheKeysGivenAreThoseOfTheDatabase(@TempDir Path folder) {
        // given
        KeyFolder others = KeyFolder.openOrCreate(folder, EnumSet.allOf(KeyPurpose.class), purpose -> false);
        SubjectKeyRing ofOthers = new SubjectKeyRing(mongo, others, real.bean(AuditKeyRing.class), alarm);

        // when, then
        another().prepare().block(PATIENCE);
        assertThatThrownBy(() -> ofOthers.prepare().block(PATIENCE))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void shouldForgetKeysThatAnotherInstanceDestroyedWithinAMinuteHoweverOftenTheyAreUsed() {
        // given
        AtomicLong now = new AtomicLong();
        SubjectKeyRing ring = new SubjectKeyRing(
                mongo, real.bean(KeyEncryptionKeys.class), real.bean(AuditKeyRing.class), alarm, now::get);
        assertThat(ring.of(subjectId).blockOptional(PATIENCE)).isPresent();
        another().destroy(subjectId).block(PATIENCE);

        // when
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        ring.of(subjectId).block(PATIENCE);
        now.addAndGet(Duration.ofSeconds(1).toNanos());

        // then
        assertThat(ring.of(subjectId).blockOptional(PATIENCE)).isEmpty();
    }

    /** Another instance, with nothing cached. */
    private SubjectKeyRing another() {
        return new SubjectKeyRing(mongo, real.bean(KeyEncryptionKeys.class), real.bean(AuditKeyRing.class), alarm);
    }

    private static Document junk() {
        Binary junk = new Binary(new byte[] {1, 2, 3});
        return new Document("STATE", junk).append("DOCUMENTS", junk).append("QR", junk);
    }

    private void setKeysets(Object keysets) {
        mongo.updateFirst(
                        Query.query(Criteria.where("_id").is(subjectId)),
                        Update.update("keysets", keysets),
                        SubjectKeyRing.COLLECTION)
                .block(PATIENCE);
    }

    private Document stored() {
        return stored(subjectId);
    }

    private Document stored(String id) {
        return mongo.findById(id, Document.class, SubjectKeyRing.COLLECTION).block(PATIENCE);
    }
}
