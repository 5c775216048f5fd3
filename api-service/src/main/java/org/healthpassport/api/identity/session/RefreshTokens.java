package org.healthpassport.api.identity.session;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.healthpassport.edge.token.OpaqueToken;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyedDigest;

/**
 * Makes and checks refresh tokens. A token names its account, session and generation, followed by an HMAC of them, so it
 * can be made again at any time and nothing of it is stored. Safe for use by many threads.
 */
final class RefreshTokens {
    private static final int UUID_BYTES = 2 * Long.BYTES;
    private static final int DIGEST_BYTES = 32;
    private static final OpaqueToken FORM = new OpaqueToken("hpr1_", 2 * UUID_BYTES + Integer.BYTES + DIGEST_BYTES);

    private final Supplier<KeyedDigest> key;

    /** @param key asked on each use, as it is loaded after the start */
    RefreshTokens(Supplier<KeyedDigest> key) {
        this.key = key;
    }

    /** The token as text, always the same for the same content. */
    String text(RefreshToken token) {
        ByteBuffer bytes = ByteBuffer.allocate(FORM.length());
        put(bytes, UUID.fromString(token.accountId()));
        put(bytes, UUID.fromString(token.sessionId()));
        bytes.putInt(token.generation()).put(key.get().of(signed(token)));
        return FORM.text(bytes.array());
    }

    /** The content of a token; empty if it is none of ours. Compares in constant time. */
    Optional<RefreshToken> open(String text) {
        return FORM.content(text).flatMap(bytes -> {
            RefreshToken token =
                    new RefreshToken(uuid(bytes).toString(), uuid(bytes).toString(), bytes.getInt());
            byte[] digest = new byte[DIGEST_BYTES];
            bytes.get(digest);
            return key.get().verify(signed(token), digest) ? Optional.of(token) : Optional.empty();
        });
    }

    private static byte[] signed(RefreshToken token) {
        return AssociatedData.of(
                "refresh-token", token.accountId(), token.sessionId(), Integer.toString(token.generation()));
    }

    private static void put(ByteBuffer bytes, UUID id) {
        bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
