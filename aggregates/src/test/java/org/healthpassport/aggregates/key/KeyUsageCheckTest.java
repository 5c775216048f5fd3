package org.healthpassport.aggregates.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.aggregates.secret.SharedSecrets;
import org.healthpassport.bus.failure.FailureKind;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SubjectKeys;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.SimpleReactiveMongoDatabaseFactory;

class KeyUsageCheckTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final StoreAndBus real = StoreAndBus.shared();

    private final KeyEncryptionKeys keyEncryptionKeys = real.bean(KeyEncryptionKeys.class);
    private final ReactiveMongoTemplate mongo = new ReactiveMongoTemplate(
            new SimpleReactiveMongoDatabaseFactory(real.bean(MongoClient.class), "used-keys"));
    private final KeyUsageCheck used = new KeyUsageCheck(mongo);

    @Test
    void shouldTellWhatWasUsedByWhatIsStored() {
        assertThat(EnumSet.allOf(KeyPurpose.class)).noneMatch(used);

        // when a subject has keys for some purposes
        Set<KeyPurpose> purposes = Set.of(KeyPurpose.STATE, KeyPurpose.DOCUMENTS);
        mongo.insert(
                        new Document(SubjectKeys.generate("p1", purposes, keyEncryptionKeys)
                                .fields()),
                        SubjectKeyRing.COLLECTION)
                .block(PATIENCE);

        // then
        assertThat(EnumSet.allOf(KeyPurpose.class)).filteredOn(used).hasSameElementsAs(purposes);

        // when
        new AuditKeyRing(mongo, keyEncryptionKeys, real.alarm()).ofService().block(PATIENCE);
        new SharedSecrets(mongo, keyEncryptionKeys, List.of(SharedSecret.digestKey("one")))
                .prepare()
                .block(PATIENCE);

        // then
        assertThat(KeyPurpose.AUDIT).matches(used);
        assertThat(KeyPurpose.SERVICE).matches(used);
        mongo.dropCollection(AuditKeyDocument.COLLECTION).block(PATIENCE);
        assertThat(KeyPurpose.AUDIT).matches(used.negate());
    }

    @Test
    void shouldNotTakeSilenceForNo() {
        // given a port at which nobody listens
        try (MongoClient away = MongoClients.create("mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200")) {
            KeyUsageCheck unanswered = new KeyUsageCheck(new ReactiveMongoTemplate(away, "used-keys"));

            // when, then
            assertThatThrownBy(() -> unanswered.test(KeyPurpose.STATE))
                    .satisfies(failure -> assertThat(Failures.kindOf(failure)).isEqualTo(FailureKind.TRANSIENT));
        }
    }
}
