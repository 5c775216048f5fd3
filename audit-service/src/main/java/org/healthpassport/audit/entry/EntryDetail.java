package org.healthpassport.audit.entry;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sealed part of an entry, which only an auditor may read.
 *
 * @param keyId id of the audit keys that open it; destroying them changes no entry
 * @param sealed ciphertext of salt and detail; neither copied nor to be changed
 * @param commitment HMAC-SHA256 of the detail under the salt, 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record EntryDetail(String keyId, byte[] sealed, byte[] commitment) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EntryDetail that
                && keyId.equals(that.keyId)
                && Arrays.equals(sealed, that.sealed)
                && Arrays.equals(commitment, that.commitment);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(commitment);
    }

    @Override
    public String toString() {
        return "EntryDetail[" + keyId + ']';
    }
}
