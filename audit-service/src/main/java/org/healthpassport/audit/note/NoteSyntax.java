package org.healthpassport.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import org.healthpassport.audit.merkle.Hash;

/** Reads the parts of notes. Each part has one valid spelling, so that no two files have the same meaning. */
final class NoteSyntax {
    private NoteSyntax() {}

    static byte[] base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            // The decoder of the JDK also takes missing padding and bits beyond the last byte.
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new NoteRefused("Expected base64, but found other characters.");
        }
        throw new NoteRefused("Expected base64 with padding, but it is spelled otherwise.");
    }

    static Hash hash(String text) {
        byte[] bytes = base64(text);
        if (bytes.length != Hash.BYTES) {
            throw new NoteRefused("Expected a hash, but found " + bytes.length + " bytes.");
        }
        return Hash.of(bytes);
    }

    /** A number from 0 to 2^63 - 1. */
    static long number(String text) {
        if (text.matches("0|[1-9][0-9]{0,18}")) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new NoteRefused("Expected a number below 2^63, but found a larger one.");
            }
        }
        throw new NoteRefused("Expected a decimal number, but found something else.");
    }

    static String utf8(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new NoteRefused("Expected text in UTF-8, but found other bytes.");
        }
    }

    static void requireKeyName(String name) {
        if (name.isEmpty()
                || name.contains("+")
                || name.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c < ' ')) {
            throw new NoteRefused("Expected a name without spaces and plus signs.");
        }
    }
}
