package org.healthpassport.api.identity.newpassword;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A token that allows a new password to be set, once. It names its account, so that nobody has to search for it, and has
 * 256 random bits, so that a plain SHA-256 tells nobody the token.
 *
 * @param digest of the whole token; all that is stored of it
 */
record ResetToken(String accountId, String digest) {
    /** Tells tokens of a later form apart, and lets scanners for leaked secrets find ours. */
    private static final String PREFIX = "hpp1_";

    private static final int UUID_BYTES = 2 * Long.BYTES;
    private static final int RANDOM_BYTES = 32;
    private static final int LENGTH = PREFIX.length() + ((UUID_BYTES + RANDOM_BYTES) * 4 + 2) / 3;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** The text of a new token; draws random numbers, so must not run on an event loop. */
    static String newText(String accountId) {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        UUID id = UUID.fromString(accountId);
        byte[] bytes = ByteBuffer.allocate(UUID_BYTES + RANDOM_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .put(random)
                .array();
        return PREFIX + ENCODER.encodeToString(bytes);
    }

    /** The content of a token; empty if the text has another form. Only its account knows whether it is a real one. */
    static Optional<ResetToken> of(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text.substring(PREFIX.length())));
            UUID id = new UUID(bytes.getLong(), bytes.getLong());
            return Optional.of(new ResetToken(id.toString(), digest(bytes.array())));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static String digest(byte[] token) {
        try {
            return ENCODER.encodeToString(MessageDigest.getInstance("SHA-256").digest(token));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Expected every Java runtime to have SHA-256, but this one has not", e);
        }
    }

    @Override
    public String toString() {
        return "ResetToken[" + accountId + ']';
    }
}
