package org.healthpassport.vault.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Associated data of several parts, none of which can run into its neighbour: each is preceded by its length. */
public final class AssociatedData {
    private AssociatedData() {}

    /** Each part as four bytes of length (big-endian) and its UTF-8 bytes. */
    public static byte[] of(String... parts) {
        byte[][] encoded = new byte[parts.length][];
        int size = 0;
        for (int i = 0; i < parts.length; i++) {
            encoded[i] = parts[i].getBytes(StandardCharsets.UTF_8);
            size += Integer.BYTES + encoded[i].length;
        }
        ByteBuffer joined = ByteBuffer.allocate(size);
        for (byte[] part : encoded) {
            joined.putInt(part.length).put(part);
        }
        return joined.array();
    }
}
