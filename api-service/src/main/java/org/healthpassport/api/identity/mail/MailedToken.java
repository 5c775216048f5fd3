package org.healthpassport.api.identity.mail;

import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.healthpassport.edge.token.OpaqueToken;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.vault.digest.Sha256;

/**
 * A token in a mail, which counts once. It names its account, so that nobody has to search for it, and has 256 random
 * bits, so that a plain SHA-256 tells nobody the token, and comparing digests tells nothing by its time.
 *
 * @param digest of the whole token; all that is stored of it
 */
public record MailedToken(String accountId, String digest) {
    private static final int UUID_BYTES = 2 * Long.BYTES;
    static final int RANDOM_BYTES = 32;

    /** The content of a token; empty if the text has another form. Only its account knows whether it is a real one. */
    public static Optional<MailedToken> of(Purpose purpose, String text) {
        return purpose.form.content(text).map(bytes -> {
            UUID id = new UUID(bytes.getLong(), bytes.getLong());
            return new MailedToken(id.toString(), digest(bytes.array()));
        });
    }

    static String digest(byte[] token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(token));
    }

    @Override
    public String toString() {
        return "MailedToken[" + accountId + ']';
    }

    /** The thing that a token allows its holder to do. */
    public enum Purpose {
        NEW_PASSWORD("hpp1_", "/password-reset"),
        CONFIRM_EMAIL("hpe1_", "/email-confirmation");

        final OpaqueToken form;
        private final String page;

        /** @param page of the front-end */
        Purpose(String prefix, String page) {
            this.form = new OpaqueToken(prefix, UUID_BYTES + RANDOM_BYTES);
            this.page = page;
        }

        /** The link to the page that takes a token; the token stands after the #, which browsers send to no server. */
        public String link(PublicUrl publicUrl, String token) {
            return publicUrl.of(page) + "#token=" + token;
        }
    }
}
