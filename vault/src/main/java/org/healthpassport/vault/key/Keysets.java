package org.healthpassport.vault.key;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;

/** AES256_GCM keysets of Tink. */
final class Keysets {
    static final Configuration AEAD = AeadConfig2026.get();

    private Keysets() {}

    static KeysetHandle generate() {
        try {
            return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AEAD);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected this Java runtime to make AES-256-GCM keys, but it cannot.", e);
        }
    }

    static Aead aead(KeysetHandle keyset) throws GeneralSecurityException {
        return keyset.getPrimitive(AEAD, Aead.class);
    }
}
