package org.healthpassport.vault.key;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.healthpassport.vault.key.file.KeysetKind;

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
            wrapped.put(purpose, wrap(KeysetKind.AEAD.generate(), subjectId, purpose, keks));
        }
        return new SubjectKeyDocument(subjectId, wrapped);
    }

    /**
     * The keyset of a purpose, wrapped again, by the newest version of its key-encryption key.
     *
     * @throws SealBroken as {@link #unwrap}, also an {@link UnknownKey}
     * @throws IllegalStateException as {@link #unwrap}
     */
    public static byte[] wrapAgain(SubjectKeyDocument document, KeyPurpose purpose, KeyEncryptionKeys keks) {
        return wrap(keyset(document, purpose, keks), document.subjectId(), purpose, keks);
    }

    /**
     * Unwraps the keysets of the purposes given, and no other.
     *
     * @throws UnknownKey when a keyset was wrapped by a key-encryption key that this service does not have
     * @throws SealBroken when a keyset was wrapped for another subject or purpose, or was changed
     * @throws IllegalStateException when the document has no keyset for a purpose, or the service has no key for it
     */
    public static SubjectKeys unwrap(SubjectKeyDocument document, Set<KeyPurpose> purposes, KeyEncryptionKeys keks) {
        Map<KeyPurpose, Aead> keys = new EnumMap<>(KeyPurpose.class);
        for (KeyPurpose purpose : purposes) {
            try {
                keys.put(purpose, KeysetKind.AEAD.use(keyset(document, purpose, keks)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(
                        "Expected a keyset for %s that seals, but it does not.".formatted(purpose), e);
            }
        }
        return new SubjectKeys(keys);
    }

    private static byte[] wrap(KeysetHandle keyset, String subjectId, KeyPurpose purpose, KeyEncryptionKeys keks) {
        try {
            return TinkProtoKeysetFormat.serializeEncryptedKeyset(
                    keyset, keks.of(purpose), belonging(subjectId, purpose), KeysetKind.AEAD.configuration());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "Expected to wrap a keyset for %s, but its key-encryption key failed.".formatted(purpose), e);
        }
    }

    private static KeysetHandle keyset(SubjectKeyDocument document, KeyPurpose purpose, KeyEncryptionKeys keks) {
        byte[] wrapped = document.wrappedKeyset(purpose);
        Aead kek = keks.of(purpose);
        try {
            return TinkProtoKeysetFormat.parseEncryptedKeyset(
                    wrapped, kek, belonging(document.subjectId(), purpose), KeysetKind.AEAD.configuration());
        } catch (GeneralSecurityException e) {
            throw keks.lacksKeyOf(purpose, wrapped)
                    ? new UnknownKey(
                            "Expected %s to unwrap a keyset for %s, but another key wrapped it; restore that key from your backup."
                                    .formatted(keks.nameOf(purpose), purpose),
                            e)
                    : new SealBroken(
                            "Expected to unwrap a keyset for %s, but it was changed or belongs elsewhere."
                                    .formatted(purpose),
                            e);
        }
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
