package org.healthpassport.api.identity.mail;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.healthpassport.edge.token.OpaqueToken;
import org.healthpassport.vault.digest.Sha256;

/**
 * A token in a mail, which counts once. It names its account, so that nobody has to search for it, and has 256 random
 * bits, so that a plain SHA-256 tells nobody the token, and comparing digests tells nothing by its time.
 *
 * @param digest of the whole token; all that is stored of it
 */
public record MailedToken(String accountId, String digest) {
    private static final int UUID_BYTES = 2 * Long.BYTES;
    private static final int RANDOM_BYTES = 32;

    /** The text of a new token; draws random numbers, so must not run on an event loop. */
    public static String newText(Purpose purpose, String accountId) {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return text(purpose, accountId, random);
    }

    /**
     * The text of a token that is not drawn but made by its caller.
     *
     * @param secret 32 bytes that nobody can guess
     */
    public static String text(Purpose purpose, String accountId, byte[] secret) {
        UUID id = UUID.fromString(accountId);
        byte[] bytes = ByteBuffer.allocate(purpose.form.length())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .put(secret)
                .array();
        return purpose.form.text(bytes);
    }

    /** The content of a token; empty if the text has another form. Only its account knows whether it is a real one. */
    public static Optional<MailedToken> of(Purpose purpose, String text) {
        return purpose.form.content(text).map(bytes -> {
            UUID id = new UUID(bytes.getLong(), bytes.getLong());
            return new MailedToken(id.toString(), digest(bytes.array()));
        });
    }

    private static String digest(byte[] token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(token));
    }

    @Override
    public String toString() {
        return "MailedToken[" + accountId + ']';
    }

    /** The thing that a token allows its holder to do. */
    public enum Purpose {
        NEW_PASSWORD("hpp1_"),
        CONFIRM_EMAIL("hpe1_");

        private final OpaqueToken form;

        Purpose(String prefix) {
            this.form = new OpaqueToken(prefix, UUID_BYTES + RANDOM_BYTES);
        }
    }
}
