package org.healthpassport.audit.tile;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.healthpassport.audit.merkle.Hash;

/** The bytes of one log entry, at most 65,535, whatever they mean. */
public final class Entry {
    public static final int MAX_BYTES = 0xFFFF;

    private final byte[] bytes;

    private Entry(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Entry of(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "Expected an entry of at most " + MAX_BYTES + " bytes, but it has " + bytes.length + ".");
        }
        return new Entry(bytes.clone());
    }

    static Entry next(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return new Entry(bytes);
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    public Hash leafHash() {
        return Hash.leaf(bytes);
    }

    void writeTo(ByteBuffer buffer) {
        buffer.putShort((short) bytes.length).put(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry entry && Arrays.equals(bytes, entry.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Its length only: the content of entries must not get into log files. */
    @Override
    public String toString() {
        return "entry of " + bytes.length + " bytes";
    }
}
