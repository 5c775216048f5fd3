package org.healthpassport.events;

import java.nio.ByteBuffer;

/** The value of a field of type {@code bytes} in a payload. */
public final class PayloadBytes {
    private PayloadBytes() {}

    /** A copy of the bytes; the field can be read again. */
    public static byte[] of(ByteBuffer field) {
        byte[] bytes = new byte[field.remaining()];
        field.duplicate().get(bytes);
        return bytes;
    }
}
