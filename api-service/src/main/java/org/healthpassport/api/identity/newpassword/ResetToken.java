package org.healthpassport.api.identity.newpassword;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.healthpassport.edge.token.OpaqueToken;
import org.healthpassport.vault.digest.Sha256;

/**
 * A token that allows a new password to be set, once. It names its account, so that nobody has to search for it, and has
 * 256 random bits, so that a plain SHA-256 tells nobody the token.
 *
 * @param digest of the whole token; all that is stored of it
 */
record ResetToken(String accountId, String digest) {
    private static final int UUID_BYTES = 2 * Long.BYTES;
    private static final int RANDOM_BYTES = 32;
    private static final OpaqueToken FORM = new OpaqueToken("hpp1_", UUID_BYTES + RANDOM_BYTES);

    /** The text of a new token; draws random numbers, so must not run on an event loop. */
    static String newText(String accountId) {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        UUID id = UUID.fromString(accountId);
        byte[] bytes = ByteBuffer.allocate(FORM.length())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .put(random)
                .array();
        return FORM.text(bytes);
    }

    /** The content of a token; empty if the text has another form. Only its account knows whether it is a real one. */
    static Optional<ResetToken> of(String text) {
        return FORM.content(text).map(bytes -> {
            UUID id = new UUID(bytes.getLong(), bytes.getLong());
            return new ResetToken(id.toString(), digest(bytes.array()));
        });
    }

    private static String digest(byte[] token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(token));
    }

    @Override
    public String toString() {
        return "ResetToken[" + accountId + ']';
    }
}
