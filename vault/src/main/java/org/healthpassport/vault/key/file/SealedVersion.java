package org.healthpassport.vault.key.file;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * Tells the version of a key-encryption key from what it sealed: a ciphertext of Tink begins with the byte 1 and the id of
 * its key, and a wrapped keyset ({@code EncryptedKeyset}) has that ciphertext as its field 2.
 *
 * @see <a href="https://developers.google.com/tink/wire-format">Tink's wire format</a>
 */
public final class SealedVersion {
    private static final byte TINK = 1;
    /** Field 2, of the type bytes. */
    private static final byte ENCRYPTED_KEYSET = 2 << 3 | 2;

    private SealedVersion() {}

    /** The id of the key; empty if these bytes are neither. */
    public static OptionalInt of(byte[] sealed) {
        ByteBuffer bytes = ByteBuffer.wrap(sealed);
        if (bytes.hasRemaining() && bytes.get(0) == ENCRYPTED_KEYSET) {
            bytes.get();
            skipLength(bytes);
        }
        return bytes.remaining() > Integer.BYTES && bytes.get() == TINK
                ? OptionalInt.of(bytes.getInt())
                : OptionalInt.empty();
    }

    /** A number of variable length, whose bytes but the last have the highest bit set. */
    private static void skipLength(ByteBuffer bytes) {
        while (bytes.hasRemaining() && bytes.get() < 0) {
            // The length itself is checked by who opens the keyset.
        }
    }
}
