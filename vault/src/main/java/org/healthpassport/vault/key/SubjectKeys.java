package org.healthpassport.vault.key;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** The unwrapped AES256_GCM keysets of one subject, a patient or an account. Safe for use by many threads. */
public final class SubjectKeys {
    private final Map<KeyPurpose, Aead> keys;

    private SubjectKeys(Map<KeyPurpose, Aead> keys) {
        this.keys = keys;
    }

    /** Makes a fresh keyset for each purpose. */
    public static SubjectKeyDocument generate(String subjectId, Set<KeyPurpose> purposes, KeyEncryptionKeys keks) {
        Map<KeyPurpose, byte[]> wrapped = new EnumMap<>(KeyPurpose.class);
        for (KeyPurpose purpose : purposes) {
            try {
                wrapped.put(
                        purpose,
                        TinkProtoKeysetFormat.serializeEncryptedKeyset(
                                Keysets.generate(), keks.of(purpose), belonging(subjectId, purpose), Keysets.AEAD));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(
                        "Expected to wrap a keyset for %s, but its key-encryption key failed.".formatted(purpose), e);
            }
        }
        return new SubjectKeyDocument(subjectId, wrapped);
    }

    /**
     * Unwraps the keysets of the purposes given, and no other.
     *
     * @throws SealBroken when a keyset was wrapped for another subject or purpose, by another key, or was changed
     * @throws IllegalStateException when the document has no keyset for a purpose, or the service has no key for it
     */
    public static SubjectKeys unwrap(SubjectKeyDocument document, Set<KeyPurpose> purposes, KeyEncryptionKeys keks) {
        Map<KeyPurpose, byte[]> wrapped = document.wrappedKeysets();
        Map<KeyPurpose, Aead> keys = new EnumMap<>(KeyPurpose.class);
        for (KeyPurpose purpose : purposes) {
            byte[] keyset = wrapped.get(purpose);
            if (keyset == null) {
                throw new IllegalStateException("Expected a keyset for %s in the key document, but it has %s only."
                        .formatted(purpose, wrapped.keySet()));
            }
            Aead kek = keks.of(purpose);
            try {
                keys.put(
                        purpose,
                        Keysets.aead(TinkProtoKeysetFormat.parseEncryptedKeyset(
                                keyset, kek, belonging(document.subjectId(), purpose), Keysets.AEAD)));
            } catch (GeneralSecurityException e) {
                throw new SealBroken(
                        "Expected %s to unwrap a keyset for %s, but it cannot; restore that key from your backup, unless the keyset was changed or belongs elsewhere."
                                .formatted(keks.nameOf(purpose), purpose),
                        e);
            }
        }
        return new SubjectKeys(keys);
    }

    /**
     * Encrypts and authenticates; only the same associated data opens it again.
     *
     * @throws IllegalStateException when the purpose was not unwrapped
     */
    public byte[] seal(KeyPurpose purpose, byte[] plaintext, byte[] associatedData) {
        try {
            return key(purpose).encrypt(plaintext, associatedData);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected to seal under %s, but it failed.".formatted(purpose), e);
        }
    }

    /**
     * Opens what {@link #seal} returned.
     *
     * @throws SealBroken when the ciphertext was changed or belongs elsewhere
     * @throws IllegalStateException when the purpose was not unwrapped
     */
    public byte[] open(KeyPurpose purpose, byte[] ciphertext, byte[] associatedData) {
        try {
            return key(purpose).decrypt(ciphertext, associatedData);
        } catch (GeneralSecurityException e) {
            throw new SealBroken(
                    "Expected to open what was sealed under %s, but it was changed or belongs elsewhere."
                            .formatted(purpose),
                    e);
        }
    }

    private Aead key(KeyPurpose purpose) {
        Aead key = keys.get(purpose);
        if (key == null) {
            throw new IllegalStateException(
                    "Expected an unwrapped keyset for %s, but there are %s only.".formatted(purpose, keys.keySet()));
        }
        return key;
    }

    private static byte[] belonging(String subjectId, KeyPurpose purpose) {
        return AssociatedData.of("subject-keyset", purpose.label(), subjectId);
    }
}
