package org.healthpassport.aggregates.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.reactivestreams.client.MongoClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyedDigest;
import org.healthpassport.vault.key.SealBroken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.SimpleReactiveMongoDatabaseFactory;
import reactor.core.publisher.Flux;

class SharedSecretsTest {
    private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final StoreAndBus real = StoreAndBus.shared();

    private final KeyEncryptionKeys keyEncryptionKeys = real.bean(KeyEncryptionKeys.class);
    private final ReactiveMongoTemplate mongo =
            new ReactiveMongoTemplate(new SimpleReactiveMongoDatabaseFactory(real.bean(MongoClient.class), "secrets"));

    @BeforeEach
    void startWithoutSecrets() {
        mongo.dropCollection("serviceSecrets").block(PATIENCE);
    }

    @Test
    void shouldAgreeOnSecretsOfWhoeverCameFirst() {
        // given
        List<Instance> instances = Stream.generate(() -> new Instance(mongo, keyEncryptionKeys))
                .limit(16)
                .toList();

        // when
        Flux.fromIterable(instances)
                .flatMap(instance -> instance.secrets.prepare(), 16)
                .then()
                .block(PATIENCE);

        // then
        assertThat(instances)
                .extracting(instance -> instance.text.get())
                .containsOnly(instances.get(0).text.get());
        assertThat(instances)
                .extracting(instance -> instance.one.get().of(DATA))
                .containsOnly(instances.get(0).one.get().of(DATA));
        assertThat(instances)
                .extracting(instance -> instance.other.get().of(DATA))
                .containsOnly(instances.get(0).other.get().of(DATA));
        assertThat(instances.get(0).one.get().of(DATA))
                .isNotEqualTo(instances.get(0).other.get().of(DATA));
    }

    @Test
    void shouldSealStoredSecrets() {
        // given
        Instance instance = new Instance(mongo, keyEncryptionKeys);
        instance.secrets.prepare().block(PATIENCE);

        // when
        List<Document> stored =
                mongo.findAll(Document.class, "serviceSecrets").collectList().block(PATIENCE);

        // then
        assertThat(stored)
                .hasSize(3)
                .allSatisfy(document -> assertThat(
                                new String(document.get("sealed", Binary.class).getData(), StandardCharsets.ISO_8859_1))
                        .doesNotContain(instance.text.get()));
    }

    @Test
    void shouldRefuseSecretThatWasStoredUnderAnotherName() {
        // given
        new Instance(mongo, keyEncryptionKeys).secrets.prepare().block(PATIENCE);
        Document one = mongo.findById("one", Document.class, "serviceSecrets").block(PATIENCE);
        mongo.save(new Document("_id", "other").append("sealed", one.get("sealed")), "serviceSecrets")
                .block(PATIENCE);

        // then
        assertThatThrownBy(() ->
                        new Instance(mongo, keyEncryptionKeys).secrets.prepare().block(PATIENCE))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("'other'")
                .hasMessageContaining("kek-service.json ");
    }

    @Test
    void shouldGiveNoSecretBeforeBeingPrepared() {
        assertThatThrownBy(() -> SharedSecret.digestKey("one").get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'one'");
    }

    /** The secrets of one instance of the service. */
    private static final class Instance {
        private final SharedSecret<String> text = new SharedSecret<>(
                "text",
                () -> ("secret text " + System.nanoTime()).getBytes(StandardCharsets.UTF_8),
                bytes -> new String(bytes, StandardCharsets.UTF_8));
        private final SharedSecret<KeyedDigest> one = SharedSecret.digestKey("one");
        private final SharedSecret<KeyedDigest> other = SharedSecret.digestKey("other");
        private final SharedSecrets secrets;

        Instance(ReactiveMongoTemplate mongo, KeyEncryptionKeys keyEncryptionKeys) {
            this.secrets = new SharedSecrets(mongo, keyEncryptionKeys, List.of(text, one, other));
        }
    }
}
