package org.healthpassport.api.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.reactivestreams.client.MongoClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.SealBroken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.SimpleReactiveMongoDatabaseFactory;
import reactor.core.publisher.Flux;

class ServiceSecretsTest {
    private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final KeyEncryptionKeys keyEncryptionKeys = api.bean(KeyEncryptionKeys.class);
    private final ReactiveMongoTemplate mongo =
            new ReactiveMongoTemplate(new SimpleReactiveMongoDatabaseFactory(api.bean(MongoClient.class), "secrets"));

    @BeforeEach
    void startWithoutSecrets() {
        mongo.dropCollection("serviceSecrets").block(PATIENCE);
    }

    @Test
    void shouldAgreeOnSecretsOfWhoeverCameFirst() {
        // given
        List<ServiceSecrets> instances = Stream.generate(() -> new ServiceSecrets(mongo, keyEncryptionKeys))
                .limit(16)
                .toList();

        // when
        Flux.fromIterable(instances).flatMap(ServiceSecrets::prepare, 16).then().block(PATIENCE);

        // then
        assertThat(instances)
                .extracting(secrets -> secrets.tokenSigningKey().toJSONString())
                .containsOnly(instances.get(0).tokenSigningKey().toJSONString());
        assertThat(instances)
                .extracting(secrets -> secrets.emailIndexKey().of(DATA))
                .containsOnly(instances.get(0).emailIndexKey().of(DATA));
        assertThat(instances)
                .extracting(secrets -> secrets.downloadLinkKey().of(DATA))
                .containsOnly(instances.get(0).downloadLinkKey().of(DATA));
        assertThat(instances.get(0).emailIndexKey().of(DATA))
                .isNotEqualTo(instances.get(0).downloadLinkKey().of(DATA));
    }

    @Test
    void shouldSealWhatIsStored() {
        // given
        ServiceSecrets secrets = new ServiceSecrets(mongo, keyEncryptionKeys);
        secrets.prepare().block(PATIENCE);

        // when
        List<Document> stored =
                mongo.findAll(Document.class, "serviceSecrets").collectList().block(PATIENCE);

        // then
        assertThat(stored)
                .hasSize(6)
                .allSatisfy(document -> assertThat(
                                new String(document.get("sealed", Binary.class).getData(), StandardCharsets.ISO_8859_1))
                        .doesNotContain("kty")
                        .doesNotContain(secrets.tokenSigningKey().getD().toString()));
    }

    @Test
    void shouldRefuseSecretThatStoodElsewhere() {
        // given
        new ServiceSecrets(mongo, keyEncryptionKeys).prepare().block(PATIENCE);
        Document other = mongo.findById("email-index-key", Document.class, "serviceSecrets")
                .block(PATIENCE);
        mongo.save(new Document("_id", "download-link-key").append("sealed", other.get("sealed")), "serviceSecrets")
                .block(PATIENCE);

        // then
        assertThatThrownBy(() ->
                        new ServiceSecrets(mongo, keyEncryptionKeys).prepare().block(PATIENCE))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("download-link-key")
                .hasMessageContaining("kek-service.json ");
    }

    @Test
    void shouldNotServeBeforeBeingPrepared() {
        KeyEncryptionKeys none = purpose -> {
            throw new IllegalStateException("none");
        };
        assertThatThrownBy(() -> new ServiceSecrets(mongo, none).tokenSigningKey())
                .isInstanceOf(IllegalStateException.class);
    }
}
