package org.healthpassport.api.identity.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * Slows down who guesses passwords. After ten failures in a row each further attempt has to wait: 1 s, 2 s, 4 s and so
 * on, five minutes at most. An hour without an attempt forgets everything.
 *
 * <p>It counts in memory and for this instance alone: n instances let through n times as many attempts, and a restart
 * forgets them. What is counted is bounded; the least used goes first.
 */
final class LoginThrottle {
    private static final int FREE_ATTEMPTS = 10;
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
    private static final int COUNTED_AT_MOST = 100_000;

    private final Cache<String, Attempts> attempts;
    private final Ticker ticker;

    LoginThrottle(Ticker ticker) {
        this.ticker = ticker;
        this.attempts = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(FORGOTTEN_AFTER)
                .maximumSize(COUNTED_AT_MOST)
                .build();
    }

    /**
     * Begins an attempt for a key. It counts as failed from the start, so that many at once cannot all slip through
     * before the first has failed.
     *
     * @return how long to wait instead; empty when the attempt may go on
     */
    Optional<Duration> begin(String key) {
        long now = ticker.read();
        long[] waitNanos = {0};
        attempts.asMap().compute(key, (same, seen) -> {
            Attempts before = seen == null ? new Attempts(0, now) : seen;
            waitNanos[0] = before.nanosToWait(now);
            return waitNanos[0] > 0 ? before : new Attempts(before.count + 1, now);
        });
        return waitNanos[0] > 0 ? Optional.of(Duration.ofNanos(waitNanos[0])) : Optional.empty();
    }

    /** The attempt did not fail: takes it back. */
    void takeBack(String key) {
        attempts.asMap()
                .computeIfPresent(key, (same, seen) -> new Attempts(Math.max(0, seen.count - 1), seen.lastNanos));
    }

    /** The row of failures has ended. */
    void forget(String key) {
        attempts.invalidate(key);
    }

    private record Attempts(int count, long lastNanos) {

        long nanosToWait(long now) {
            if (count < FREE_ATTEMPTS) {
                return 0;
            }
            int doublings = Math.min(count - FREE_ATTEMPTS, 30);
            long delay = Math.min(FIRST_DELAY.toNanos() << doublings, LONGEST_DELAY.toNanos());
            return Math.max(0, delay - (now - lastNanos));
        }
    }
}
