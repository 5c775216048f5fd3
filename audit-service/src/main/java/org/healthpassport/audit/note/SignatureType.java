package org.healthpassport.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The statement that a key signs: the text of a note, or that the note was seen at a time. */
public enum SignatureType {
    /** A log's own signature over the text (C2SP signed-note). */
    ED25519(0x01) {
        @Override
        byte[] message(String text, long time) {
            return text.getBytes(UTF_8);
        }
    },
    /** A witness's timestamped signature over a checkpoint (C2SP tlog-cosignature). */
    COSIGNATURE_V1(0x04) {
        @Override
        byte[] message(String text, long time) {
            return ("cosignature/v1\ntime " + time + "\n" + text).getBytes(UTF_8);
        }
    };

    private final byte code;

    SignatureType(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    /** The bytes that are signed. @param time seconds since 1970; logs sign without */
    abstract byte[] message(String text, long time);

    static SignatureType of(byte code) {
        for (SignatureType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new NoteRefused("Expected a key of type 1 or 4, but found type " + Byte.toUnsignedInt(code) + ".");
    }
}
