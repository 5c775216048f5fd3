package org.healthpassport.edge.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Limits the attempts per key and minute. Counts in memory and for this instance alone. */
public final class MinuteThrottle {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int COUNTED_AT_MOST = 100_000;

    private final Cache<String, Attempts> attempts;
    private final Ticker ticker;
    private final int perMinute;

    public MinuteThrottle(int perMinute, Ticker ticker) {
        this.perMinute = perMinute;
        this.ticker = ticker;
        this.attempts = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(WINDOW)
                .maximumSize(COUNTED_AT_MOST)
                .build();
    }

    /** Counts an attempt; returns the time to wait instead, or empty if the attempt may proceed. */
    public Optional<Duration> begin(String key) {
        long now = ticker.read();
        Attempts counted = attempts.asMap()
                .compute(
                        key,
                        (same, seen) -> seen == null || now - seen.sinceNanos >= WINDOW.toNanos()
                                ? new Attempts(1, now)
                                : seen.andOne(perMinute));
        return counted.count > perMinute ? Optional.of(counted.endsIn(now)) : Optional.empty();
    }

    /** Counts an attempt; fails instead, with the refusal for the time to wait. */
    public Mono<Void> admit(String key, Function<Duration, ? extends Throwable> refusal) {
        return Mono.defer(() ->
                begin(key).map(wait -> Mono.<Void>error(refusal.apply(wait))).orElseGet(Mono::empty));
    }

    private record Attempts(int count, long sinceNanos) {

        Attempts andOne(int most) {
            return new Attempts(Math.min(count, most) + 1, sinceNanos);
        }

        Duration endsIn(long now) {
            return WINDOW.minusNanos(now - sinceNanos);
        }
    }
}
