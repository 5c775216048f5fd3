package org.healthpassport.vault.key.file;

import com.google.crypto.tink.Aead;

/**
 * The key in a key management service that encrypts the files of key-encryption keys. It never leaves that service.
 *
 * @param name for messages: the service and the key, without a secret
 * @param aead calls the service. It throws {@link KeysAway} if the service does not answer or is busy, {@link
 *     IllegalStateException} with what to do if it refuses the credentials, and {@link
 *     java.security.GeneralSecurityException} if it answers that it did not encrypt these bytes
 */
public record MasterKey(String name, Aead aead) {
    @Override
    public String toString() {
        return name;
    }
}
