package org.healthpassport.vault.key.file;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;

/** AES256_GCM keysets of Tink. */
public final class Keysets {
    public static final Configuration AEAD = AeadConfig2026.get();

    private Keysets() {}

    /** A keyset with one key. */
    public static KeysetHandle generate() {
        try {
            return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AEAD);
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    public static Aead aead(KeysetHandle keyset) throws GeneralSecurityException {
        return keyset.getPrimitive(AEAD, Aead.class);
    }

    /** The same keyset with one more key at its end, which opens and does not seal yet. */
    static KeysetHandle withNext(KeysetHandle keyset) {
        return built(KeysetHandle.newBuilder(keyset)
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()));
    }

    /** The same keyset, whose last key seals from now on. */
    static KeysetHandle withLastAsPrimary(KeysetHandle keyset) {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(keyset);
        builder.getAt(builder.size() - 1).makePrimary();
        return built(builder);
    }

    /** The same keyset without the keys before the one that seals. */
    static KeysetHandle withoutOlder(KeysetHandle keyset) {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(keyset);
        while (!builder.getAt(0).isPrimary()) {
            builder.deleteAt(0);
        }
        return built(builder);
    }

    private static KeysetHandle built(KeysetHandle.Builder builder) {
        try {
            return builder.setConfiguration(AEAD).build();
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    private static IllegalStateException unavailable(GeneralSecurityException e) {
        return new IllegalStateException("Expected this Java runtime to make AES-256-GCM keys, but it cannot.", e);
    }
}
