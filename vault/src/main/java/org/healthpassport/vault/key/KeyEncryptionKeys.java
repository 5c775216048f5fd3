package org.healthpassport.vault.key;

import com.google.crypto.tink.Aead;
import java.util.function.Supplier;

/** The key-encryption keys that this service was given. */
@FunctionalInterface
public interface KeyEncryptionKeys {

    /** Keys that are opened later; each use asks the supplier. */
    static KeyEncryptionKeys from(Supplier<? extends KeyEncryptionKeys> keys) {
        return new KeyEncryptionKeys() {
            @Override
            public Aead of(KeyPurpose purpose) {
                return keys.get().of(purpose);
            }

            @Override
            public boolean isNewest(KeyPurpose purpose, byte[] sealed) {
                return keys.get().isNewest(purpose, sealed);
            }

            @Override
            public boolean lacksKeyOf(KeyPurpose purpose, byte[] sealed) {
                return keys.get().lacksKeyOf(purpose, sealed);
            }

            @Override
            public String nameOf(KeyPurpose purpose) {
                return keys.get().nameOf(purpose);
            }
        };
    }

    /**
     * The key that wraps what serves the purpose; get it anew for each use, as it rotates.
     *
     * @throws IllegalStateException when the service was not given that purpose
     * @throws org.healthpassport.vault.key.file.KeysAway when it cannot be opened at the moment
     */
    Aead of(KeyPurpose purpose);

    /**
     * True if the newest version of the key sealed these bytes, as of now and not as it was when they were sealed. If it
     * is false, {@link #of} seals with the newest version from then on. Blocks.
     *
     * <p>Who stores something sealed asks this afterwards, and seals it again if it is false: an older version is destroyed
     * when nothing is found that it sealed, and only what was stored before the newest version came is sure to be found.
     */
    default boolean isNewest(KeyPurpose purpose, byte[] sealed) {
        return true;
    }

    /**
     * True if these bytes name a version of the key that is not at hand. If it is false although they do not open, they were
     * changed or belong elsewhere. Never blocks.
     */
    default boolean lacksKeyOf(KeyPurpose purpose, byte[] sealed) {
        return true;
    }

    /** The name of that key for an operator who has to restore it, such as its file. */
    default String nameOf(KeyPurpose purpose) {
        return "the key-encryption key for " + purpose;
    }
}
