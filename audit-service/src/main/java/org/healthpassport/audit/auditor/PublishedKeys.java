package org.healthpassport.audit.auditor;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.healthpassport.edge.token.TokenKeys;
import org.jspecify.annotations.Nullable;

/**
 * The keys with which api-service signs tokens, as it publishes them: fetched when first needed and when a token names one
 * that is not known, but not more often than every ten seconds, whatever tokens come. Blocks while it fetches.
 */
final class PublishedKeys implements TokenKeys {
    /** A key that is not published any more is refused after this time. */
    private static final Duration FRESH = Duration.ofMinutes(5);
    /** The time that api-service may be away before nobody gets in any more. */
    private static final Duration USABLE = Duration.ofHours(1);

    private static final Duration BETWEEN_LOOKUPS = Duration.ofSeconds(10);
    /** While there is nothing to check tokens with, it is tried sooner. */
    private static final Duration BETWEEN_FIRST_LOOKUPS = Duration.ofSeconds(1);

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int MAX_BYTES = 64 * 1024;

    private final URI url;
    private final Clock clock;
    private final ResourceRetriever retriever = new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES);
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Fetched known = new Fetched(new JWKSet(), null);
    /** Written by who holds the lock. */
    private volatile @Nullable Instant triedAt;

    PublishedKeys(URI url, Clock clock) {
        this.url = url;
        this.clock = clock;
    }

    /** @throws KeySourceException no keys are known: whether a token is good cannot be told */
    @Override
    public List<JWK> select(JWKSelector selector) throws KeySourceException {
        Instant now = clock.instant();
        Fetched before = known;
        List<JWK> selected = selector.select(before.keys());
        if (!selected.isEmpty() && serves(before, now)) {
            return selected;
        }
        fetching.lock();
        try {
            return fetchAndSelect(selector, now);
        } finally {
            fetching.unlock();
        }
    }

    /** Keys that are to be looked up again hold nothing until that is done: whoever asks then verifies, and looks them up. */
    @Override
    public boolean hold(List<JWK> keys) {
        Fetched before = known;
        return serves(before, clock.instant()) && before.keys().getKeys().containsAll(keys);
    }

    /** Only one looks the keys up, and whoever has what is needed does not wait for that. */
    private boolean serves(Fetched keys, Instant now) {
        boolean lookedUp = fetching.isLocked() || !isOlderThan(BETWEEN_LOOKUPS, triedAt, now);
        return !keys.isOlderThan(FRESH, now) || (lookedUp && !keys.isOlderThan(USABLE, now));
    }

    private List<JWK> fetchAndSelect(JWKSelector selector, Instant now) throws KeySourceException {
        boolean fetched = known.isOlderThan(FRESH, now) && fetch(now);
        if (known.isOlderThan(USABLE, now)) {
            throw new KeySourceException("Expected the keys of access tokens, but they cannot be fetched");
        }
        List<JWK> selected = selector.select(known.keys());
        return selected.isEmpty() && !fetched && fetch(now) ? selector.select(known.keys()) : selected;
    }

    private boolean fetch(Instant now) {
        Duration between = known.at() == null ? BETWEEN_FIRST_LOOKUPS : BETWEEN_LOOKUPS;
        if (!isOlderThan(between, triedAt, now)) {
            return false;
        }
        triedAt = now;
        try {
            known = new Fetched(
                    JWKSet.parse(retriever.retrieveResource(url.toURL()).getContent()), now);
            return true;
        } catch (IOException | ParseException | IllegalArgumentException notThere) {
            // Those that are known serve for a while; without any, whoever asks is told so.
            return false;
        }
    }

    private record Fetched(JWKSet keys, @Nullable Instant at) {
        boolean isOlderThan(Duration age, Instant now) {
            return PublishedKeys.isOlderThan(age, at, now);
        }
    }

    private static boolean isOlderThan(Duration age, @Nullable Instant time, Instant now) {
        return time == null || !now.isBefore(time.plus(age));
    }
}
