package org.healthpassport.api.document.upload;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.healthpassport.api.document.DocumentProblems;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;
import reactor.core.publisher.Mono;

/** Bounds how many uploads an account has under way at the same time on this instance. */
final class UploadSlots {
    private final int perAccount;
    private final ConcurrentMap<String, Integer> taken = new ConcurrentHashMap<>();

    UploadSlots(int perAccount) {
        this.perAccount = perAccount;
    }

    /** Runs the upload in a slot of the account; fails with 429 when all are taken. */
    <T> Mono<T> in(String accountId, Mono<T> upload) {
        return Mono.using(() -> take(accountId), slot -> upload, slot -> free(accountId));
    }

    private String take(String accountId) {
        taken.merge(accountId, 1, (before, one) -> {
            if (before >= perAccount) {
                throw Problem.of(
                                ProblemType.TOO_MANY_REQUESTS,
                                "At most " + perAccount + " uploads can be under way at the same time.")
                        .retryAfter(DocumentProblems.RETRY_AFTER)
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
