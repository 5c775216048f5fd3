package org.healthpassport.aggregates.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.healthpassport.vault.key.KeyedDigest;
import org.jspecify.annotations.Nullable;

/**
 * One secret that all instances of the service share. A feature declares it as a bean; {@link SharedSecrets} loads it
 * while the service starts.
 *
 * @param <T> the key or other object that is made of the secret bytes
 */
public final class SharedSecret<T> implements Supplier<T> {
    private static final int AEAD_KEY_BYTES = 32;

    private final String name;
    private final Callable<byte[]> generate;
    private final Function<byte[], T> parse;
    private volatile @Nullable T loaded;

    /**
     * Declares a secret.
     *
     * @param name the name under which it is stored; never changed
     * @param generate makes the bytes of a new secret
     * @param parse makes a key of the stored bytes
     */
    public SharedSecret(String name, Callable<byte[]> generate, Function<byte[], T> parse) {
        this.name = name;
        this.generate = generate;
        this.parse = parse;
    }

    /** A key for HMACs, such as blind indexes. */
    public static SharedSecret<KeyedDigest> digestKey(String name) {
        return new SharedSecret<>(name, KeyedDigest::generateKey, KeyedDigest::new);
    }

    /** A key of AES-256-GCM. */
    public static SharedSecret<Aead> sealingKey(String name) {
        return new SharedSecret<>(name, () -> Random.randBytes(AEAD_KEY_BYTES), SharedSecret::aead);
    }

    /**
     * The key.
     *
     * @throws IllegalStateException before the service is prepared
     */
    @Override
    public T get() {
        T key = loaded;
        if (key == null) {
            throw new IllegalStateException(
                    "Expected the secret '" + name + "' to be loaded, but the preparation is not done");
        }
        return key;
    }

    String name() {
        return name;
    }

    byte[] generate() throws Exception {
        return generate.call();
    }

    void load(byte[] stored) {
        loaded = parse.apply(stored);
    }

    private static Aead aead(byte[] key) {
        try {
            return new AesGcmJce(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected a key of AES-256-GCM, but it is something else", e);
        }
    }
}
