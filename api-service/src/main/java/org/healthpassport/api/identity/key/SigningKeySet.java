package org.healthpassport.api.identity.key;

import static java.util.Comparator.comparing;

import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * The keys of access tokens at a time, and the decision which come and go.
 *
 * <pre>
 * made, published          signs            published until its last token has expired      removed
 *       |---- 30 min ----|---- 30 days ----|------------------ 15 min ----------------------|
 *                              the next one:  |---- 30 days ----
 * </pre>
 *
 * @param keys in the order of their first use, never none
 */
record SigningKeySet(List<Key> keys) {
    /** Everybody has looked up the published keys by then: they may be kept for five minutes. */
    static final Duration PUBLISHED_BEFORE = Duration.ofMinutes(30);

    static final Duration SIGNS_FOR = Duration.ofDays(30);
    /** Longer than the last token is accepted, and than an instance needs to notice that its key was replaced. */
    static final Duration PUBLISHED_AFTER = Duration.ofMinutes(15);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    SigningKeySet {
        keys = List.copyOf(keys);
    }

    /** A key with its private part, which signs from that time on until the next one does. */
    record Key(ECKey key, Instant signsFrom) {}

    /** The set of an installation that has this key only, which signs from now on. */
    static SigningKeySet of(ECKey only, Instant now) {
        return new SigningKeySet(List.of(new Key(only, now)));
    }

    /** The key that signs. */
    ECKey signing(Instant now) {
        Key signing = keys.get(0);
        for (Key key : keys) {
            if (!key.signsFrom().isAfter(now)) {
                signing = key;
            }
        }
        return signing.key();
    }

    /** The set with the changes that are due: a new key in time, and none of those that no valid token needs. */
    SigningKeySet asOf(Instant now, Supplier<ECKey> newKey) {
        List<Key> next = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            boolean needed = i == keys.size() - 1
                    || now.isBefore(keys.get(i + 1).signsFrom().plus(PUBLISHED_AFTER));
            if (needed) {
                next.add(keys.get(i));
            }
        }
        Instant end = keys.get(keys.size() - 1).signsFrom().plus(SIGNS_FOR);
        Instant earliest = now.plus(PUBLISHED_BEFORE);
        if (!earliest.isBefore(end)) {
            next.add(new Key(newKey.get(), earliest));
        }
        return next.equals(keys) ? this : new SigningKeySet(next);
    }

    /** As {@link #parse} reads it; has the private parts. */
    byte[] toJson() {
        return JSON.writeValueAsBytes(keys.stream()
                .map(key -> new StoredKey(key.key().toJSONString(), key.signsFrom()))
                .toArray(StoredKey[]::new));
    }

    static SigningKeySet parse(byte[] json) {
        List<Key> keys = new ArrayList<>();
        for (StoredKey stored : JSON.readValue(json, StoredKey[].class)) {
            keys.add(new Key(parseKey(stored.jwk()), stored.signsFrom()));
        }
        keys.sort(comparing(Key::signsFrom));
        return new SigningKeySet(keys);
    }

    /** A key as a JWK (RFC 7517). */
    static ECKey parseKey(String jwk) {
        try {
            return ECKey.parse(jwk);
        } catch (ParseException e) {
            throw new IllegalStateException("Expected a key of access tokens to be a JWK, but it is something else", e);
        }
    }

    /** Without the keys, as records can end up in logs. */
    @Override
    public String toString() {
        return "SigningKeySet[" + keys.size() + ']';
    }

    private record StoredKey(String jwk, Instant signsFrom) {}
}
