package org.healthpassport.api.identity.activation;

import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.events.access.DenialReason;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Activates accounts. A refusal is recorded where it could be an attack. */
@Component
class Activating {
    private final Accounts accounts;
    private final AccessLog accessLog;

    Activating(Accounts accounts, AccessLog accessLog) {
        this.accounts = accounts;
        this.accessLog = accessLog;
    }

    /**
     * Activates a hospital or lifts a suspension, for an administrator.
     *
     * @return fails with {@link ActivationRefusal.NoSuchAccount}, and with {@link ActivationRefusal.ActivatedByHospital}
     *     or {@link ActivationRefusal.NeedsNoActivation} for other kinds of account
     */
    Mono<Void> byAdministrator(String accountId) {
        return accounts.change(accountId, account -> ActivationDecisions.byAdministrator(account.state()))
                .switchIfEmpty(Mono.error(new ActivationRefusal.NoSuchAccount()::asException))
                .then();
    }

    /**
     * Activates a doctor or lifts the hospital's own suspension, for their hospital.
     *
     * @return fails with {@link ActivationRefusal.OnlyForThatHospital} for any other caller, and with {@link
     *     ActivationRefusal.NoSuchDoctor} for an account that is not one of the hospital's doctors
     */
    Mono<Void> byHospital(Caller caller, String hospitalId, String accountId) {
        return accounts.requireActingFor(caller, hospitalId, new ActivationRefusal.OnlyForThatHospital())
                .then(Mono.defer(() -> accounts.change(
                        accountId, account -> ActivationDecisions.byHospital(account.state(), hospitalId))))
                .onErrorResume(
                        Refused.with(ActivationRefusal.OnlyForThatHospital.class)
                                .or(Refused.with(ActivationRefusal.NoSuchDoctor.class))
                                .or(Refused.with(ActivationRefusal.SuspendedByAdministrator.class)),
                        this::denied)
                .switchIfEmpty(Mono.error(new ActivationRefusal.NoSuchDoctor()::asException))
                .then();
    }

    private <T> Mono<T> denied(Throwable refusal) {
        return accessLog.deny(DenialReason.NOT_PERMITTED, refusal);
    }
}
