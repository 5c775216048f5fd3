package org.healthpassport.edge.limit;

import java.time.Duration;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import reactor.core.publisher.Mono;

/** Limits the work of one kind that an account has under way at the same time on this instance. */
public final class AccountConcurrencyLimit {
    private final ConcurrencyLimit limit;

    /** @param works the kind of work, in the plural, such as {@code uploads} */
    public AccountConcurrencyLimit(int perAccount, String works, Duration retryAfter) {
        this.limit = new ConcurrencyLimit(
                perAccount,
                () -> Problem.of(
                                ProblemType.TOO_MANY_REQUESTS,
                                "At most %d %s can be under way at the same time.".formatted(perAccount, works))
                        .retryAfter(retryAfter));
    }

    /** Runs the work in a slot of the account; fails with 429 if all are taken. */
    public <T> Mono<T> in(String accountId, Mono<T> work) {
        return limit.in(accountId, work);
    }
}
