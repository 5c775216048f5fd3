package org.healthpassport.edge.token;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * The form of a token that means something to us only: a prefix, and bytes in base64url (RFC 4648, 5) without padding. A
 * token has one spelling.
 *
 * @param prefix tells kinds and later forms apart, and lets scanners for leaked secrets find ours
 * @param length of the content, in bytes
 */
public record OpaqueToken(String prefix, int length) {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** The token with that content. */
    public String text(byte[] content) {
        if (content.length != length) {
            throw new IllegalArgumentException("Expected %d bytes, but got %d".formatted(length, content.length));
        }
        return prefix + ENCODER.encodeToString(content);
    }

    /** The content of a token; empty if the text has another form. Anybody can make one of the right form. */
    public Optional<ByteBuffer> content(String text) {
        if (text.length() != prefix.length() + (length * 4 + 2) / 3 || !text.startsWith(prefix)) {
            return Optional.empty();
        }
        try {
            byte[] content = Base64.getUrlDecoder().decode(text.substring(prefix.length()));
            // The last character can have bits left over, which would make a second spelling.
            return content.length == length && text(content).equals(text)
                    ? Optional.of(ByteBuffer.wrap(content))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
