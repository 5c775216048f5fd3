package org.healthpassport.vault.key;

import com.google.crypto.tink.Aead;
import java.util.function.Supplier;

/** The key-encryption keys that this service was given: a folder of files, or a key management service. */
@FunctionalInterface
public interface KeyEncryptionKeys {

    /** Keys that are opened later; each use asks the supplier. */
    static KeyEncryptionKeys from(Supplier<KeyEncryptionKeys> keys) {
        return new KeyEncryptionKeys() {
            @Override
            public Aead of(KeyPurpose purpose) {
                return keys.get().of(purpose);
            }

            @Override
            public String nameOf(KeyPurpose purpose) {
                return keys.get().nameOf(purpose);
            }
        };
    }

    /**
     * The key that wraps what serves the purpose.
     *
     * @throws IllegalStateException when the service was not given that purpose
     */
    Aead of(KeyPurpose purpose);

    /** The name of that key for an operator who has to restore it, such as its file. */
    default String nameOf(KeyPurpose purpose) {
        return "the key-encryption key for " + purpose;
    }
}
