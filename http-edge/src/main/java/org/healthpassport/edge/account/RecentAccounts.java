package org.healthpassport.edge.account;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Gives accounts as they were at most 0.8 seconds ago, so that a revocation counts after a second at the latest and a
 * busy account is read about once in a second. Never gives an account that is older than one it gave before.
 *
 * @param <A> the part of an account that requests need
 */
public final class RecentAccounts<A> {
    /** A fifth of the second is left for the last request that counts, and for its answer, on a busy machine too. */
    private static final Duration RECENT = Duration.ofMillis(800);
    /** The time for which the newest version of an account that makes no requests is known. */
    private static final Duration KNOWN_FOR = Duration.ofHours(1);

    private static final int KNOWN_AT_MOST = 10_000;

    private final Function<String, Mono<Version<A>>> read;
    private final Ticker ticker;
    private final AccountAlarm alarm;
    private final Cache<String, Look<A>> looks;

    /** @param read reads an account by its id; empty if there is no such account */
    public RecentAccounts(Function<String, Mono<Version<A>>> read, Ticker ticker) {
        this.read = read;
        this.ticker = ticker;
        this.alarm = new AccountAlarm(ticker);
        this.looks = Caffeine.newBuilder()
                .expireAfterAccess(KNOWN_FOR)
                .maximumSize(KNOWN_AT_MOST)
                .ticker(ticker)
                .build();
    }

    /** An account at a version, which grows with each change. */
    public record Version<A>(long number, A account) {}

    /**
     * The account as it was at a moment of the last 0.8 seconds; empty if there was none. Requests of one account at the same
     * time share one read.
     *
     * @return fails with {@link OlderThanSeen}, or as the read does; the next request reads again
     */
    public Mono<A> find(String accountId) {
        return Mono.defer(() -> {
            long now = ticker.read();
            Look<A> known = looks.getIfPresent(accountId);
            return known != null && known.isRecent(now)
                    ? known.account()
                    : looks.asMap()
                            .compute(
                                    accountId,
                                    (id, before) ->
                                            before != null && before.isRecent(now) ? before : look(id, now, before))
                            .account();
        });
    }

    /** Lets a change by this instance show at once. */
    public void changed(String accountId, long version) {
        looks.asMap().computeIfPresent(accountId, (id, before) -> {
            before.newest().accumulateAndGet(version, Math::max);
            return before.outdated();
        });
    }

    private Look<A> look(String accountId, long now, @Nullable Look<A> before) {
        AtomicLong newest = before == null ? new AtomicLong() : before.newest();
        Mono<A> once = Mono.defer(() -> read.apply(accountId)).map(found -> requireNew(accountId, found, newest));
        // The account may have been changed while it was read.
        Mono<A> account = once.onErrorResume(OlderThanSeen.class, changedMeanwhile -> once)
                .doOnError(OlderThanSeen.class, putBack -> alarm.raise(accountId, requireNonNull(putBack.getMessage())))
                .doOnError(failure -> looks.asMap()
                        .computeIfPresent(
                                accountId, (id, current) -> current.since() == now ? current.outdated() : current))
                .cache();
        return new Look<>(now, account, newest);
    }

    private static <A> A requireNew(String accountId, Version<A> found, AtomicLong newest) {
        long seen = newest.accumulateAndGet(found.number(), Math::max);
        if (found.number() < seen) {
            throw new OlderThanSeen(accountId, found.number(), seen);
        }
        return found.account();
    }

    /**
     * One read of an account.
     *
     * @param since its begin: it may show the account as it was then
     * @param newest version of the account that was seen, by earlier reads too
     */
    private record Look<A>(long since, Mono<A> account, AtomicLong newest) {
        boolean isRecent(long now) {
            return now - since < RECENT.toNanos();
        }

        Look<A> outdated() {
            return new Look<>(since - RECENT.toNanos(), account, newest);
        }
    }
}
