package org.healthpassport.api.identity.suspension;

import java.time.Clock;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.events.access.DenialReason;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Suspends accounts, whose tokens and sessions end at once. A refusal is recorded where it could be an attack. */
@Component
class Suspending {
    private final Accounts accounts;
    private final AccessLog accessLog;
    private final Clock clock;

    Suspending(Accounts accounts, AccessLog accessLog, Clock clock) {
        this.accounts = accounts;
        this.accessLog = accessLog;
        this.clock = clock;
    }

    /**
     * Suspends any account but the administrator's own. As the caller is an administrator who is still active when the
     * suspension is saved, one always is.
     *
     * @return fails with a {@link SuspensionRefusal}
     */
    Mono<Void> byAdministrator(Caller administrator, String accountId) {
        return accounts.find(accountId)
                .switchIfEmpty(Mono.error(new SuspensionRefusal.NoSuchAccount()::asException))
                .then(Mono.defer(() -> accounts.changeWhileActive(
                        accountId,
                        administrator.accountId(),
                        account -> SuspensionDecisions.byAdministrator(
                                account.state(), administrator.accountId(), clock.instant()),
                        new SuspensionRefusal.LastAdministrator())));
    }

    /**
     * Suspends a doctor, for their hospital; fails with {@link SuspensionRefusal.OnlyForThatHospital} for any other
     * caller, and with {@link SuspensionRefusal.NoSuchDoctor} for an account that is not one of the hospital's doctors.
     */
    Mono<Void> byHospital(Caller caller, String hospitalId, String accountId) {
        return accounts.requireActingFor(caller, hospitalId, new SuspensionRefusal.OnlyForThatHospital())
                .then(Mono.defer(() -> accounts.change(
                        accountId,
                        account -> SuspensionDecisions.byHospital(account.state(), hospitalId, clock.instant()))))
                .onErrorResume(
                        Refused.with(SuspensionRefusal.OnlyForThatHospital.class)
                                .or(Refused.with(SuspensionRefusal.NoSuchDoctor.class)),
                        this::denied)
                .switchIfEmpty(Mono.error(new SuspensionRefusal.NoSuchDoctor()::asException))
                .then();
    }

    private <T> Mono<T> denied(Throwable refusal) {
        return accessLog.deny(DenialReason.NOT_PERMITTED, refusal);
    }
}
