package org.healthpassport.aggregates.reseal;

import java.util.function.Function;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyPurpose;

/**
 * A field of a stored document that a key-encryption key sealed.
 *
 * @param path in the document
 * @param again seals the same again; fails with {@link org.healthpassport.vault.key.SealBroken} if it does not open
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SealedField(KeyPurpose purpose, String path, byte[] sealed, Function<KeyEncryptionKeys, byte[]> again) {}
