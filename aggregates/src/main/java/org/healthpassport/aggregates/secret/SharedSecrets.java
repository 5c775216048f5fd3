package org.healthpassport.aggregates.secret;

import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.healthpassport.aggregates.linearizable.LinearizableReads;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.aggregates.reseal.Resealing;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Loads every {@link SharedSecret} while the service starts. The secrets are sealed in MongoDB. The first instance makes
 * them; if several start first at the same time, all use those of the instance whose insert won.
 */
@Component
public final class SharedSecrets implements PreparationStep {
    public static final String COLLECTION = "serviceSecrets";
    static final String SEALED = "sealed";

    private final ReactiveMongoTemplate mongo;
    private final LinearizableReads linearizable;
    private final SecretSeal seal;
    private final Resealing resealing;
    private final List<SharedSecret<?>> secrets;

    public SharedSecrets(
            ReactiveMongoTemplate mongo, KeyEncryptionKeys keyEncryptionKeys, List<SharedSecret<?>> secrets) {
        this.mongo = mongo;
        this.linearizable = new LinearizableReads(mongo);
        this.seal = new SecretSeal(keyEncryptionKeys);
        this.resealing = new Resealing(mongo, keyEncryptionKeys);
        this.secrets = List.copyOf(secrets);
    }

    @Override
    public Stage stage() {
        return Stage.SECRETS;
    }

    @Override
    public Mono<Void> prepare() {
        return Flux.fromIterable(secrets)
                .concatMap(secret -> stored(secret.name())
                        .switchIfEmpty(Mono.defer(() -> create(secret)))
                        .doOnNext(secret::load))
                .then();
    }

    private Mono<byte[]> create(SharedSecret<?> secret) {
        String name = secret.name();
        return Mono.fromCallable(secret::generate)
                .flatMap(made -> insert(new Document("_id", name).append(SEALED, new Binary(seal.seal(made, name))))
                        .flatMap(first -> first ? Mono.just(made) : stored(name)));
    }

    private Mono<Boolean> insert(Document secret) {
        return InsertIfMissing.insert(mongo, secret, COLLECTION)
                .delayUntil(first -> first ? resealing.settle(SecretCollection.SECRETS, secret) : Mono.<Void>empty());
    }

    /** Another instance may just have made the secret, and it is used for good, so a failover must not undo it. */
    private Mono<byte[]> stored(String name) {
        return linearizable
                .findById(name, COLLECTION)
                .map(document -> seal.open(document.get(SEALED, Binary.class).getData(), name));
    }
}
