package org.healthpassport.vault.key.file;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.MacConfig2026;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import java.security.GeneralSecurityException;

/**
 * A kind of keysets of Tink.
 *
 * @param <P> what a keyset is used as
 * @param what the name of such a key, for messages
 * @param parameters of each key in it
 */
public record KeysetKind<P>(String what, Parameters parameters, Configuration configuration, Class<P> use) {
    /** AES-256-GCM, which wraps other keys or seals data. */
    public static final KeysetKind<Aead> AEAD = new KeysetKind<>(
            "key-encryption key", PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get(), Aead.class);

    /** HMAC-SHA256 with tags of 32 bytes, after five that name the key. */
    public static final KeysetKind<Mac> MAC = new KeysetKind<>(
            "key of events", PredefinedMacParameters.HMAC_SHA256_256BITTAG, MacConfig2026.get(), Mac.class);

    /** A keyset with one key. */
    public KeysetHandle generate() {
        try {
            return KeysetHandle.generateNew(parameters, configuration);
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    public P use(KeysetHandle keyset) throws GeneralSecurityException {
        return keyset.getPrimitive(configuration, use);
    }

    /** The same keyset with one more key at its end, which opens and does not seal yet. */
    KeysetHandle withNext(KeysetHandle keyset) {
        return built(KeysetHandle.newBuilder(keyset)
                .addEntry(KeysetHandle.generateEntryFromParameters(parameters).withRandomId()));
    }

    /** The same with a key of that id, which no key in it has. */
    KeysetHandle withNext(KeysetHandle keyset, int id) {
        return built(KeysetHandle.newBuilder(keyset)
                .addEntry(KeysetHandle.generateEntryFromParameters(parameters).withFixedId(id)));
    }

    /** The same keyset, whose last key seals from now on. */
    KeysetHandle withLastAsPrimary(KeysetHandle keyset) {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(keyset);
        builder.getAt(builder.size() - 1).makePrimary();
        return built(builder);
    }

    /** The same keyset without the keys before the one that seals. */
    KeysetHandle withoutOlder(KeysetHandle keyset) {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(keyset);
        while (!builder.getAt(0).isPrimary()) {
            builder.deleteAt(0);
        }
        return built(builder);
    }

    /** The same keyset without the key of this id, which must not be the one that seals. */
    KeysetHandle without(KeysetHandle keyset, int id) {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(keyset);
        for (int at = keyset.size() - 1; at >= 0; at--) {
            if (keyset.getAt(at).getId() == id) {
                builder.deleteAt(at);
            }
        }
        return built(builder);
    }

    private KeysetHandle built(KeysetHandle.Builder builder) {
        try {
            return builder.setConfiguration(configuration).build();
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    private IllegalStateException unavailable(GeneralSecurityException e) {
        return new IllegalStateException("Expected this Java runtime to make a %s, but it cannot.".formatted(what), e);
    }
}
