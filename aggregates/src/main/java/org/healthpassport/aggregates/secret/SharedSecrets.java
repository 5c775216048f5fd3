package org.healthpassport.aggregates.secret;

import java.security.GeneralSecurityException;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.insert.InsertIfMissing;
import org.healthpassport.aggregates.linearizable.LinearizableReads;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
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
    private static final String SEALED = "sealed";

    private final ReactiveMongoTemplate mongo;
    private final LinearizableReads linearizable;
    private final KeyEncryptionKeys keyEncryptionKeys;
    private final List<SharedSecret<?>> secrets;

    public SharedSecrets(
            ReactiveMongoTemplate mongo, KeyEncryptionKeys keyEncryptionKeys, List<SharedSecret<?>> secrets) {
        this.mongo = mongo;
        this.linearizable = new LinearizableReads(mongo);
        this.keyEncryptionKeys = keyEncryptionKeys;
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
                .flatMap(made -> InsertIfMissing.insert(
                                mongo,
                                new Document("_id", name).append(SEALED, new Binary(seal(name, made))),
                                COLLECTION)
                        .flatMap(first -> first ? Mono.just(made) : stored(name)));
    }

    /** Another instance may just have made the secret, and it is used for good, so a failover must not undo it. */
    private Mono<byte[]> stored(String name) {
        return linearizable
                .findById(name, COLLECTION)
                .map(document -> open(name, document.get(SEALED, Binary.class).getData()));
    }

    private byte[] seal(String name, byte[] secret) {
        try {
            return keyEncryptionKeys.of(KeyPurpose.SERVICE).encrypt(secret, belonging(name));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected to seal a secret of the service, but it failed", e);
        }
    }

    private byte[] open(String name, byte[] sealed) {
        try {
            return keyEncryptionKeys.of(KeyPurpose.SERVICE).decrypt(sealed, belonging(name));
        } catch (GeneralSecurityException e) {
            throw new SealBroken(
                    "Expected %s to open the secret '%s' of the service, but it does not; unless the secret was changed, restore that key from its backup."
                            .formatted(keyEncryptionKeys.nameOf(KeyPurpose.SERVICE), name),
                    e);
        }
    }

    private static byte[] belonging(String name) {
        return AssociatedData.of("service-secret", name);
    }
}
