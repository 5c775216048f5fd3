package org.healthpassport.aggregates.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.reactivestreams.client.MongoClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.SimpleReactiveMongoDatabaseFactory;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

class SubjectKeyRingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final StoreAndBus real = StoreAndBus.shared();

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
        SubjectKeyRing ofOthers = new SubjectKeyRing(mongo, others, real.bean(AuditKeyRing.class));

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
        SubjectKeyRing ring =
                new SubjectKeyRing(mongo, real.bean(KeyEncryptionKeys.class), real.bean(AuditKeyRing.class), now::get);
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
        return new SubjectKeyRing(mongo, real.bean(KeyEncryptionKeys.class), real.bean(AuditKeyRing.class));
    }

    private Document stored() {
        return mongo.findById(subjectId, Document.class, SubjectKeyRing.COLLECTION)
                .block(PATIENCE);
    }
}
