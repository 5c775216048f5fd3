package org.healthpassport.api.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;

class SubjectKeyRingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] DATA = {1, 2, 3};
    private static final byte[] BELONGING = {4};

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final String subjectId = UUID.randomUUID().toString();
    private final ReactiveMongoTemplate mongo = api.bean(ReactiveMongoTemplate.class);

    /** A subject from before there were keys for QR codes. */
    @BeforeEach
    void createWithoutKeysForQrCodes() {
        another().create(subjectId).block(PATIENCE);
        mongo.updateFirst(
                        Query.query(Criteria.where("_id").is(subjectId)),
                        new Update().unset("keysets.QR"),
                        SubjectKeyRing.COLLECTION)
                .block(PATIENCE);
    }

    @Test
    void shouldAgreeOnKeysOfAPurposeThatIsYoungerThanTheSubject() {
        // given
        List<SubjectKeyRing> instances =
                Stream.generate(SubjectKeyRingTest.this::another).limit(16).toList();

        // when
        List<byte[]> sealed = Flux.fromIterable(instances)
                .flatMap(instance -> instance.of(subjectId), 16)
                .map(keys -> keys.seal(KeyPurpose.QR, DATA, BELONGING))
                .collectList()
                .block(PATIENCE);

        // then
        assertThat(sealed)
                .hasSize(16)
                .allSatisfy(bytes -> assertThat(
                                another().of(subjectId).block(PATIENCE).open(KeyPurpose.QR, bytes, BELONGING))
                        .isEqualTo(DATA));
    }

    @Test
    void shouldLeaveTheKeysThatThereAre() {
        // given
        Document before = stored();

        // when
        another().of(subjectId).block(PATIENCE);

        // then
        Document keysets = stored().get("keysets", Document.class);
        assertThat(keysets).containsOnlyKeys("STATE", "DOCUMENTS", "QR");
        keysets.remove("QR");
        assertThat(keysets).isEqualTo(before.get("keysets", Document.class));
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
        SubjectKeyRing ofOthers = new SubjectKeyRing(mongo, others, api.bean(AuditKeyRing.class));

        // when, then
        another().prepare().block(PATIENCE);
        assertThatThrownBy(() -> ofOthers.prepare().block(PATIENCE))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining(folder.toString());
    }

    /** Another instance, with nothing cached. */
    private SubjectKeyRing another() {
        return new SubjectKeyRing(mongo, api.bean(KeyEncryptionKeys.class), api.bean(AuditKeyRing.class));
    }

    private Document stored() {
        return mongo.findById(subjectId, Document.class, SubjectKeyRing.COLLECTION)
                .block(PATIENCE);
    }
}
