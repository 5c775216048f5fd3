package org.healthpassport.api.document.content;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.healthpassport.vault.key.KeyedDigest;

/**
 * Download links, which open one document for a limited time without an access token. A token consists of the
 * document's id, its expiry (seconds since 1970) and an HMAC-SHA256 over both; nothing is stored.
 */
final class DownloadLinks {
    private static final int SIGNED_BYTES = 2 * Long.BYTES + Long.BYTES;
    private static final int SIGNATURE_BYTES = 32;

    private final Supplier<KeyedDigest> key;
    private final Clock clock;

    /** @param key supplies the key for each use, as it is loaded while the service starts */
    DownloadLinks(Supplier<KeyedDigest> key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** Makes a token for the document, in characters that need no escaping in an address. */
    String issue(String documentId, Instant expiresAt) {
        UUID id = UUID.fromString(documentId);
        byte[] signed = ByteBuffer.allocate(SIGNED_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putLong(expiresAt.getEpochSecond())
                .array();
        byte[] token = ByteBuffer.allocate(SIGNED_BYTES + SIGNATURE_BYTES)
                .put(signed)
                .put(key.get().of(signed))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** The id of the document that the token opens; empty if the token was altered or has expired. */
    Optional<String> open(String token) {
        return decode(token).filter(this::isSigned).map(ByteBuffer::wrap).flatMap(content -> {
            UUID documentId = new UUID(content.getLong(), content.getLong());
            boolean expired = !clock.instant().isBefore(Instant.ofEpochSecond(content.getLong()));
            return expired ? Optional.empty() : Optional.of(documentId.toString());
        });
    }

    private boolean isSigned(byte[] token) {
        byte[] signed = new byte[SIGNED_BYTES];
        byte[] signature = new byte[SIGNATURE_BYTES];
        ByteBuffer.wrap(token).get(signed).get(signature);
        return key.get().verify(signed, signature);
    }

    private static Optional<byte[]> decode(String token) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(token))
                    .filter(bytes -> bytes.length == SIGNED_BYTES + SIGNATURE_BYTES);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
