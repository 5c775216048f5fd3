package org.healthpassport.vault.object;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The description of an object in a store.
 *
 * @param sizeBytes of the ciphertext
 * @param sha256 32 bytes, the digest of the ciphertext
 */
@SuppressWarnings("ArrayRecordComponent") // Copied on its way in and out, and equal by content.
public record StoredObject(String name, long sizeBytes, byte[] sha256) {

    public StoredObject {
        sha256 = sha256.clone();
    }

    @Override
    public byte[] sha256() {
        return sha256.clone();
    }

    /** True if size and digest are those of this object. */
    public boolean holds(long otherSizeBytes, byte[] otherSha256) {
        return sizeBytes == otherSizeBytes && Arrays.equals(sha256, otherSha256);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredObject that && name.equals(that.name) && holds(that.sizeBytes, that.sha256);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256);
    }

    @Override
    public String toString() {
        return "StoredObject[name=%s, sizeBytes=%d, sha256=%s]"
                .formatted(name, sizeBytes, HexFormat.of().formatHex(sha256));
    }
}
