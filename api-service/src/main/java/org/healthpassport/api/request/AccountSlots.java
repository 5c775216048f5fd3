package org.healthpassport.api.request;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;
import reactor.core.publisher.Mono;

/** Bounds how much work of one kind an account has under way at the same time on this instance. */
public final class AccountSlots {
    private final int perAccount;
    private final String works;
    private final Duration retryAfter;
    private final ConcurrentMap<String, Integer> taken = new ConcurrentHashMap<>();

    /** @param works what is bounded, in the plural, such as {@code uploads} */
    public AccountSlots(int perAccount, String works, Duration retryAfter) {
        this.perAccount = perAccount;
        this.works = works;
        this.retryAfter = retryAfter;
    }

    /** Runs the work in a slot of the account; fails with 429 when all are taken. */
    public <T> Mono<T> in(String accountId, Mono<T> work) {
        return Mono.using(() -> take(accountId), slot -> work, slot -> free(accountId));
    }

    private String take(String accountId) {
        taken.merge(accountId, 1, (before, one) -> {
            if (before >= perAccount) {
                throw Problem.of(
                                ProblemType.TOO_MANY_REQUESTS,
                                "At most %d %s can be under way at the same time.".formatted(perAccount, works))
                        .retryAfter(retryAfter)
                        .asException();
            }
            return before + one;
        });
        return accountId;
    }

    private void free(String accountId) {
        taken.computeIfPresent(accountId, (account, before) -> before == 1 ? null : before - 1);
    }
}
