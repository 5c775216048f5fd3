package org.healthpassport.aggregates.secret;

import java.security.GeneralSecurityException;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;

/** Seals the secrets of the service, so that each opens under its own name only. */
final class SecretSeal {
    private final KeyEncryptionKeys keyEncryptionKeys;

    SecretSeal(KeyEncryptionKeys keyEncryptionKeys) {
        this.keyEncryptionKeys = keyEncryptionKeys;
    }

    byte[] seal(byte[] secret, String name) {
        try {
            return keyEncryptionKeys.of(KeyPurpose.SERVICE).encrypt(secret, belonging(name));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected to seal a secret of the service, but it failed", e);
        }
    }

    byte[] open(byte[] sealed, String name) {
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
