package org.healthpassport.aggregates.secret;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthpassport.vault.key.AssociatedData;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Seals and opens the tokens in the addresses of links, so that nobody else can read or make one. A token is its
 * content as JSON, sealed with AES-256-GCM, in base64url; nothing is stored. It opens for its use only, and until it
 * expires.
 *
 * @param <T> the content, a record
 */
public final class SealedTokens<T extends SealedTokens.Expiring> {
    /** Characters; more do not fit in an address that the server accepts. */
    static final int LONGEST = 4_096;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final String use;
    private final Class<T> type;
    private final Supplier<Aead> key;
    private final Clock clock;

    /**
     * Tokens of one use.
     *
     * @param use such as {@code health-link-file}; tokens of other uses do not open
     * @param key supplies the key for each use, as it is loaded while the service starts
     */
    public SealedTokens(String use, Class<T> type, Supplier<Aead> key, Clock clock) {
        this.use = use;
        this.type = type;
        this.key = key;
        this.clock = clock;
    }

    /**
     * Makes a token, in characters that need no escaping in an address.
     *
     * @param belongsTo what else the address contains, such as the token of a link; the token opens only with the same
     */
    public String seal(T content, String... belongsTo) {
        try {
            return ENCODER.encodeToString(key.get().encrypt(JSON.writeValueAsBytes(content), associated(belongsTo)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected to seal a token, but it failed", e);
        }
    }

    /**
     * The content of a token; empty if it was altered, is of another use, belongs to something else, or has expired.
     */
    public Optional<T> open(String token, String... belongsTo) {
        Instant now = clock.instant();
        return openOfAnyAge(token, belongsTo).filter(content -> now.isBefore(content.expiresAt()));
    }

    /** The same for one that may have expired: it allows nothing any more, but proves who made it and what for. */
    public Optional<T> openOfAnyAge(String token, String... belongsTo) {
        return decode(token).flatMap(ciphertext -> decrypt(ciphertext, belongsTo));
    }

    private Optional<T> decrypt(byte[] ciphertext, String... belongsTo) {
        try {
            return Optional.of(JSON.readValue(key.get().decrypt(ciphertext, associated(belongsTo)), type));
        } catch (GeneralSecurityException | JacksonException notOurs) {
            return Optional.empty();
        }
    }

    /** Decodes the one encoding that {@link #seal} makes: without padding, and with no bits left over. */
    private static Optional<byte[]> decode(String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getUrlDecoder().decode(token))
                    .filter(bytes -> ENCODER.encodeToString(bytes).equals(token));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private byte[] associated(String... belongsTo) {
        return AssociatedData.of(
                Stream.concat(Stream.of(use), Arrays.stream(belongsTo)).toArray(String[]::new));
    }

    /** The content of a token. */
    public interface Expiring {

        /** The time from which on the token does not open any more. */
        Instant expiresAt();
    }
}
