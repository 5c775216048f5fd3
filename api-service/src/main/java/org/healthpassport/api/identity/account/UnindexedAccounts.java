package org.healthpassport.api.identity.account;

import java.time.Duration;
import org.healthpassport.aggregates.sweep.Sweep;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives accounts that an earlier release stored the index fields by which they are listed. */
@Component
final class UnindexedAccounts implements Sweep {
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Accounts accounts;
    /** An account that cannot be read is looked at once only. */
    private volatile @Nullable String last;

    UnindexedAccounts(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public String what() {
        return "the accounts without an index";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Mono<Void> sweep() {
        return Mono.defer(() -> accounts.addIndexFields(last))
                .doOnNext(seen -> last = seen)
                .repeatWhen(counts -> counts.takeWhile(found -> found > 0))
                .then();
    }
}
