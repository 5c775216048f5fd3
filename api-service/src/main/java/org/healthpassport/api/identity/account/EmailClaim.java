package org.healthpassport.api.identity.account;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.healthpassport.edge.text.EmailAddress;

/**
 * An email address that becomes the account's once somebody shows a token that was mailed to it.
 *
 * @param emailIndex blind index of the email, the same for all its spellings
 * @param tokens the digest of each token, with the time from which on it does not count
 */
public record EmailClaim(String email, String emailIndex, Map<String, Instant> tokens) {
    public EmailClaim {
        tokens = Map.copyOf(tokens);
    }

    /** A claim with one token. */
    public static EmailClaim of(EmailAddress email, String emailIndex, String digest, Instant until) {
        return new EmailClaim(email.value(), emailIndex, Map.of(digest, until));
    }

    /** The same claim with one more token; those whose time is over are dropped. */
    public EmailClaim withToken(String digest, Instant until, Instant now) {
        Map<String, Instant> open = openTokens(now);
        open.put(digest, until);
        return new EmailClaim(email, emailIndex, open);
    }

    /** True if a token may still be shown. */
    public boolean has(String digest, Instant now) {
        return openTokens(now).containsKey(digest);
    }

    /** The tokens that may still be shown; not named like a getter, as Jackson would store it with the state. */
    public Map<String, Instant> openTokens(Instant now) {
        return open(tokens, now);
    }

    /** Those of some digests or ids whose time is not over, to be changed. */
    static Map<String, Instant> open(Map<String, Instant> untils, Instant now) {
        Map<String, Instant> open = new HashMap<>(untils);
        open.values().removeIf(until -> !until.isAfter(now));
        return open;
    }

    @Override
    public String toString() {
        return "EmailClaim[...]";
    }
}
