package org.healthpassport.api.sharing.link;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;

/** Bounds how often the same thing may be asked for in a minute. Counts in memory and for this instance alone. */
final class RequestLimit {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int COUNTED_AT_MOST = 100_000;

    private final Cache<String, Requests> requests;
    private final Ticker ticker;
    private final int perMinute;

    RequestLimit(int perMinute, Ticker ticker) {
        this.perMinute = perMinute;
        this.ticker = ticker;
        this.requests = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(WINDOW)
                .maximumSize(COUNTED_AT_MOST)
                .build();
    }

    /** @throws org.healthpassport.api.problem.ProblemException 429 when there were too many in this minute */
    void require(String thing) {
        long now = ticker.read();
        Requests counted = requests.asMap()
                .compute(
                        thing,
                        (same, seen) -> seen == null || now - seen.sinceNanos >= WINDOW.toNanos()
                                ? new Requests(1, now)
                                : new Requests(Math.min(seen.count, perMinute) + 1, seen.sinceNanos));
        if (counted.count > perMinute) {
            throw Problem.of(ProblemType.TOO_MANY_REQUESTS, "This was asked for too often. Wait before the next time.")
                    .retryAfter(WINDOW.minusNanos(now - counted.sinceNanos))
                    .asException();
        }
    }

    private record Requests(int count, long sinceNanos) {}
}
