package org.healthpassport.api.identity.throttle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * Slows down password guessing by a {@link GuessLimit}, in memory and for this instance alone. It stands before everything
 * that costs time, where {@link GuessThrottle} would cost messages to the store.
 *
 * <p>The number of keys is bounded; the least recently used goes first.
 */
public final class AttemptThrottle {
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
    private static final int COUNTED_AT_MOST = 100_000;

    private final Cache<String, Attempts> attempts;
    private final Ticker ticker;
    private final GuessLimit limit;

    AttemptThrottle(Ticker ticker, GuessLimit limit) {
        this.ticker = ticker;
        this.limit = limit;
        this.attempts = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(FORGOTTEN_AFTER)
                .maximumSize(COUNTED_AT_MOST)
                .build();
    }

    /** For addresses: many innocent people may share one. */
    public static AttemptThrottle ofAddresses(Ticker ticker) {
        return new AttemptThrottle(ticker, GuessLimit.OF_ADDRESS);
    }

    /**
     * Begins an attempt for a key. It counts as failed from the start, so that many at once cannot all slip through
     * before the first has failed.
     *
     * @return the time to wait before the next attempt, which asking does not lengthen; empty if the attempt may
     *     proceed
     */
    public Optional<Duration> begin(String key) {
        long now = ticker.read();
        Duration[] wait = {Duration.ZERO};
        attempts.asMap().compute(key, (same, seen) -> {
            Attempts before = seen == null ? new Attempts(0, now, now, now) : forgetSome(seen, now);
            wait[0] = limit.waitAfter(before.count, Duration.ofNanos(now - before.lastNanos));
            return wait[0].isZero() ? before.andOne(now, limit.mostFailures()) : before;
        });
        return Optional.of(wait[0]).filter(left -> !left.isZero());
    }

    /** Takes back an attempt that did not fail, and the delay that it began. */
    public void takeBack(String key) {
        attempts.asMap().computeIfPresent(key, (same, seen) -> seen.withoutLast());
    }

    private Attempts forgetSome(Attempts seen, long now) {
        long each = limit.oneForgottenAfter().toNanos();
        long forgotten = (now - seen.forgottenNanos) / each;
        return forgotten == 0
                ? seen
                : new Attempts(
                        (int) Math.max(0, seen.count - forgotten),
                        seen.lastNanos,
                        seen.beforeLastNanos,
                        seen.forgottenNanos + forgotten * each);
    }

    /** @param forgottenNanos the time up to which failures have been forgotten */
    private record Attempts(int count, long lastNanos, long beforeLastNanos, long forgottenNanos) {

        Attempts andOne(long now, int most) {
            return new Attempts(Math.min(count + 1, most), now, lastNanos, count == 0 ? now : forgottenNanos);
        }

        Attempts withoutLast() {
            return new Attempts(Math.max(0, count - 1), beforeLastNanos, beforeLastNanos, forgottenNanos);
        }
    }
}
