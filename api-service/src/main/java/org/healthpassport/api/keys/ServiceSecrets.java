package org.healthpassport.api.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.concurrent.Callable;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.api.linearizable.LinearizableReads;
import org.healthpassport.api.preparation.PreparationStep;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.KeyedDigest;
import org.healthpassport.vault.key.SealBroken;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The secrets that all instances of the service share, sealed in MongoDB. Whoever comes first makes them; of several
 * that come first at once, all use those of the one whose insert won.
 */
@Component
public final class ServiceSecrets implements PreparationStep {
    static final String COLLECTION = "serviceSecrets";
    private static final String SEALED = "sealed";
    private static final int AEAD_KEY_BYTES = 32;

    private final ReactiveMongoTemplate mongo;
    private final LinearizableReads linearizable;
    private final KeyEncryptionKeys keyEncryptionKeys;
    private volatile @Nullable Loaded loaded;

    ServiceSecrets(ReactiveMongoTemplate mongo, KeyEncryptionKeys keyEncryptionKeys) {
        this.mongo = mongo;
        this.linearizable = new LinearizableReads(mongo);
        this.keyEncryptionKeys = keyEncryptionKeys;
    }

    /** EC P-256 with its private part, for ES256. */
    public ECKey tokenSigningKey() {
        return loaded().tokenSigningKey;
    }

    /** Makes the blind index of email addresses. */
    public KeyedDigest emailIndexKey() {
        return loaded().emailIndexKey;
    }

    /** Signs download links. */
    public KeyedDigest downloadLinkKey() {
        return loaded().downloadLinkKey;
    }

    /** Makes the blind index of the tokens in the addresses of health links. */
    public KeyedDigest linkIndexKey() {
        return loaded().linkIndexKey;
    }

    /** Digests the passcodes of health links. */
    public KeyedDigest passcodeKey() {
        return loaded().passcodeKey;
    }

    /** Seals the tokens in the addresses of the files that a health link gives. */
    public Aead linkFileKey() {
        return loaded().linkFileKey;
    }

    @Override
    public Stage stage() {
        return Stage.SECRETS;
    }

    @Override
    public Mono<Void> prepare() {
        return Mono.zip(
                        secret("token-signing-key", ServiceSecrets::generateSigningKey)
                                .map(ServiceSecrets::parseSigningKey),
                        digest("email-index-key"),
                        digest("download-link-key"),
                        digest("link-index-key"),
                        digest("passcode-key"),
                        secret("link-file-key", () -> Random.randBytes(AEAD_KEY_BYTES))
                                .map(ServiceSecrets::aead))
                .doOnNext(secrets -> loaded = new Loaded(
                        secrets.getT1(),
                        secrets.getT2(),
                        secrets.getT3(),
                        secrets.getT4(),
                        secrets.getT5(),
                        secrets.getT6()))
                .then();
    }

    private Loaded loaded() {
        Loaded secrets = loaded;
        if (secrets == null) {
            throw new IllegalStateException("Expected the secrets to be loaded, but the preparation is not done");
        }
        return secrets;
    }

    private Mono<KeyedDigest> digest(String name) {
        return secret(name, KeyedDigest::generateKey).map(KeyedDigest::new);
    }

    private Mono<byte[]> secret(String name, Callable<byte[]> generate) {
        return stored(name).switchIfEmpty(Mono.defer(() -> create(name, generate)));
    }

    private Mono<byte[]> create(String name, Callable<byte[]> generate) {
        return Mono.fromCallable(generate)
                .flatMap(secret -> mongo.insert(
                                new Document("_id", name).append(SEALED, new Binary(seal(name, secret))), COLLECTION)
                        .thenReturn(secret))
                .onErrorResume(DuplicateKeyException.class, somebodyWasFaster -> stored(name));
    }

    /** As what somebody else made a moment ago is used for good, it must not be taken back. */
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

    private static byte[] generateSigningKey() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES256)
                .keyIDFromThumbprint(true)
                .generate()
                .toJSONString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static ECKey parseSigningKey(byte[] json) {
        try {
            return ECKey.parse(new String(json, StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new IllegalStateException("Expected the token-signing key to be a JWK, but it is something else", e);
        }
    }

    private static Aead aead(byte[] key) {
        try {
            return new AesGcmJce(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected a key of AES-256-GCM, but it is something else", e);
        }
    }

    private record Loaded(
            ECKey tokenSigningKey,
            KeyedDigest emailIndexKey,
            KeyedDigest downloadLinkKey,
            KeyedDigest linkIndexKey,
            KeyedDigest passcodeKey,
            Aead linkFileKey) {

        /** Other than that of the key, which shows its private part. */
        @Override
        public String toString() {
            return "Loaded[...]";
        }
    }
}
