package org.healthpassport.api.identity.registration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.sweep.Sweep;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Removes accounts whose emails nobody confirmed, with everything that their registrations made. A note is written first,
 * so that {@link UnfinishedRegistrations} finishes a removal that stopped half-way.
 */
@Component
final class UnconfirmedRegistrations implements Sweep {
    private static final Duration EVERY = Duration.ofHours(1);
    /** The time within which a login sends another mail. */
    static final Duration KEPT = Duration.ofDays(7);

    private final Accounts accounts;
    private final UnfinishedRegistrations unfinished;
    private final Clock clock;

    UnconfirmedRegistrations(Accounts accounts, UnfinishedRegistrations unfinished, Clock clock) {
        this.accounts = accounts;
        this.unfinished = unfinished;
        this.clock = clock;
    }

    @Override
    public String what() {
        return "the registrations that nobody confirmed";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Mono<Void> sweep() {
        return Mono.defer(() -> sweep(clock.instant().minus(KEPT)));
    }

    /** Removes those that were registered before a time. */
    Mono<Void> sweep(Instant registeredBefore) {
        return accounts.lists()
                .unconfirmedBefore(registeredBefore)
                .concatMap(this::remove)
                .then();
    }

    /** If the account was confirmed meanwhile, the note is left, and says nothing. */
    private Mono<Void> remove(Snapshot<AccountState> account) {
        String accountId = account.id();
        String patientId = account.state().patientId();
        String subjectId = patientId == null ? accountId : patientId;
        return unfinished
                .beginToRemove(subjectId, accountId, clock.instant())
                .then(accounts.removeUnconfirmed(account))
                .filter(removed -> removed)
                .flatMap(removed -> unfinished.discard(subjectId, accountId));
    }
}
