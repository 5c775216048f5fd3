package org.healthpassport.api.identity.closure;

import java.time.Clock;
import java.util.List;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.secondfactor.StepUp;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountClosed;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Closes accounts. The data stays until it is erased; nobody signs in to a closed account any more. */
@Component
class Closing {
    private final Accounts accounts;
    private final StepUp stepUp;
    private final List<ClosingDuty> duties;
    private final Clock clock;

    Closing(Accounts accounts, StepUp stepUp, List<ClosingDuty> duties, Clock clock) {
        this.accounts = accounts;
        this.stepUp = stepUp;
        this.duties = List.copyOf(duties);
        this.clock = clock;
    }

    /**
     * Closes the account of an owner who proves to be there.
     *
     * @param code of the second factor; null if none was given
     * @return fails with a {@link ClosureRefusal}, as a {@link ClosingDuty} does, and with a {@link
     *     org.healthpassport.api.identity.secondfactor.SecondFactorRefusal}
     */
    Mono<Void> close(Caller owner, String password, @Nullable String code) {
        return stepUp.act(
                owner.accountId(),
                password,
                code,
                proof -> owner.role() == Role.ADMIN
                        ? anotherAdministrator(owner)
                                .flatMap(other -> accounts.changeWhileActive(
                                        owner.accountId(),
                                        other,
                                        proof.allowing(this::close),
                                        new ClosureRefusal.LastAdministrator()))
                        : accounts.changeAfter(owner.accountId(), proof.allowing(this::close), settle(owner)));
    }

    /** Nothing is settled before password and code have proved right. */
    private Mono<Void> settle(Caller owner) {
        return Flux.fromIterable(duties).concatMap(duty -> duty.settle(owner)).then();
    }

    /** An administrator who remains. */
    private Mono<String> anotherAdministrator(Caller owner) {
        return accounts.lists()
                .list(Role.ADMIN, AccountStatus.ACTIVE, null)
                .concatMap(listed -> Mono.justOrEmpty(listed.aggregate().ifReadable()))
                .map(account -> account.state().accountId())
                .filter(accountId -> !accountId.equals(owner.accountId()))
                .next()
                .switchIfEmpty(Mono.error(new ClosureRefusal.LastAdministrator()::asException));
    }

    private Decision<AccountState> close(AccountState account) {
        if (account.takeover() != null) {
            return Decision.refuse(new ClosureRefusal.TakeoverUnderWay());
        }
        if (account.standsForHospital() && account.mayAct()) {
            return Decision.refuse(new ClosureRefusal.StandsForHospital());
        }
        return Decision.accept(
                account.closed().withTokensRevoked(clock.instant()),
                new NewEvent(
                        EventType.ACCOUNT_CLOSED,
                        new AccountClosed(account.accountId(), account.role().name())));
    }
}
