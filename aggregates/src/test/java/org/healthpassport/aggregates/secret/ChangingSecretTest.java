package org.healthpassport.aggregates.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.reactivestreams.client.MongoClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.StoreAndBus;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.SealBroken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.SimpleReactiveMongoDatabaseFactory;
import reactor.core.publisher.Flux;

class ChangingSecretTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final StoreAndBus real = StoreAndBus.shared();

    private final ReactiveMongoTemplate mongo = new ReactiveMongoTemplate(
            new SimpleReactiveMongoDatabaseFactory(real.bean(MongoClient.class), "changing-secrets"));
    private final ChangingSecret secret = instance("keys");

    @BeforeEach
    void startWithoutSecrets() {
        mongo.dropCollection(SharedSecrets.COLLECTION).block(PATIENCE);
    }

    @Test
    void shouldGiveTheFirstVersionAndTheNext() {
        assertThat(secret.read().blockOptional(PATIENCE)).isEmpty();
        assertThat(secret.insert(bytes("one")).block(PATIENCE)).isTrue();
        assertThat(readBy(instance("keys"))).isEqualTo("1 one");
        assertThat(secret.replace(1, bytes("two")).block(PATIENCE)).isTrue();
        assertThat(readBy(instance("keys"))).isEqualTo("2 two");
    }

    @Test
    void shouldLetOneOfManyInstancesBeFirst() {
        // given
        List<ChangingSecret> instances =
                Stream.generate(() -> instance("keys")).limit(8).toList();

        // when
        List<Boolean> inserted = Flux.range(0, 8)
                .flatMap(i -> instances.get(i).insert(bytes("first by " + i)), 8)
                .collectList()
                .block(PATIENCE);
        List<Boolean> replaced = Flux.range(0, 8)
                .flatMap(i -> instances.get(i).replace(1, bytes("next by " + i)), 8)
                .collectList()
                .block(PATIENCE);

        // then
        assertThat(inserted).containsOnlyOnce(true);
        assertThat(replaced).containsOnlyOnce(true);
        assertThat(IntStream.range(0, 8).mapToObj(i -> readBy(instances.get(i))).distinct())
                .hasSize(1)
                .allMatch(read -> read.startsWith("2 next by "));
    }

    @Test
    void shouldSealIt() {
        // given
        secret.insert(bytes("private")).block(PATIENCE);

        // when
        Document stored =
                mongo.findById("keys", Document.class, SharedSecrets.COLLECTION).block(PATIENCE);

        // then
        byte[] sealed = stored.get(SharedSecrets.SEALED, Binary.class).getData();
        assertThat(new String(sealed, ISO_8859_1)).doesNotContain("private");
        mongo.insert(
                        new Document("_id", "others")
                                .append("version", 1L)
                                .append(SharedSecrets.SEALED, new Binary(sealed)),
                        SharedSecrets.COLLECTION)
                .block(PATIENCE);
        assertThatThrownBy(() -> instance("others").read().block(PATIENCE)).isInstanceOf(SealBroken.class);
    }

    @Test
    void shouldTakeOverTheSecretOfAnEarlierRelease() {
        // given
        SharedSecret<String> earlier =
                new SharedSecret<>("key", () -> bytes("generated"), stored -> new String(stored, UTF_8));
        new SharedSecrets(mongo, real.bean(KeyEncryptionKeys.class), List.of(earlier))
                .prepare()
                .block(PATIENCE);

        // then
        assertThat(secret.ofEarlierRelease("key").block(PATIENCE)).isEqualTo(bytes(earlier.get()));
        secret.removeEarlierRelease("key").block(PATIENCE);
        assertThat(secret.ofEarlierRelease("key").blockOptional(PATIENCE)).isEmpty();
    }

    private ChangingSecret instance(String name) {
        return new ChangingSecret(name, mongo, real.bean(KeyEncryptionKeys.class));
    }

    private static String readBy(ChangingSecret instance) {
        ChangingSecret.Version read = instance.read().block(PATIENCE);
        return read.number() + " " + new String(read.secret(), UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
