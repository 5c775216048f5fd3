package org.healthpassport.api.identity.secondfactor;

import java.time.Clock;
import java.util.List;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.CallerSession;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.secondfactor.RemovedBy;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Enrols and removes second factors. */
@Component
class Enrolment {
    private final Accounts accounts;
    private final StepUp stepUp;
    private final PasswordHashing passwords;
    private final AccessLog accessLog;
    private final Clock clock;

    Enrolment(Accounts accounts, StepUp stepUp, PasswordHashing passwords, AccessLog accessLog, Clock clock) {
        this.accounts = accounts;
        this.stepUp = stepUp;
        this.passwords = passwords;
        this.accessLog = accessLog;
        this.clock = clock;
    }

    /**
     * Makes a secret, which counts only when {@link #confirm} has shown that the owner's app has it.
     *
     * @return the account with the new secret; fails with {@link SecondFactorRefusal.AlreadyEnrolled}, and with {@link
     *     SecondFactorRefusal.LoginTooOld}, recorded
     */
    Mono<AccountState> begin(CallerSession session) {
        return passwords
                .onOwnThreads(Totp::newSecret)
                .flatMap(secret -> accounts.change(
                        session.caller().accountId(),
                        account -> SecondFactorDecisions.begin(
                                account.state(), session.sessionId(), secret, clock.instant())))
                .onErrorResume(
                        Refused.with(SecondFactorRefusal.LoginTooOld.class),
                        refused -> accessLog.deny(DenialReason.NOT_PERMITTED, refused))
                .switchIfEmpty(noSuchAccount());
    }

    /**
     * Enrols the second factor.
     *
     * @return ten recovery codes, which nobody can see again; fails with a {@link SecondFactorRefusal}
     */
    Mono<List<String>> confirm(String accountId, String code) {
        return passwords
                .onOwnThreads(RecoveryCodes::generate)
                .flatMap(codes -> accounts.change(accountId, account -> confirmed(account.state(), code, codes))
                        .switchIfEmpty(noSuchAccount())
                        .thenReturn(codes));
    }

    private Decision<AccountState> confirmed(AccountState account, String code, List<String> codes) {
        List<String> digests = codes.stream().map(RecoveryCodes::digest).toList();
        return SecondFactorDecisions.confirm(account, code.strip(), clock.instant(), digests);
    }

    /** Removes the second factor of an owner who proves to be there; fails with a {@link SecondFactorRefusal}. */
    Mono<Void> remove(String accountId, String password, @Nullable String code) {
        return stepUp.act(
                        accountId,
                        password,
                        code,
                        proof -> accounts.change(
                                accountId,
                                proof.allowing(account -> SecondFactorDecisions.remove(account, RemovedBy.OWNER))))
                .then();
    }

    /** Removes a second factor that its owner has lost, for an administrator; fails with a {@link SecondFactorRefusal}. */
    Mono<Void> removeLost(Caller administrator, String accountId) {
        if (administrator.accountId().equals(accountId)) {
            return Mono.error(new SecondFactorRefusal.OwnAccount()::asException);
        }
        return accounts.change(
                        accountId, account -> SecondFactorDecisions.remove(account.state(), RemovedBy.ADMINISTRATOR))
                .switchIfEmpty(noSuchAccount())
                .then();
    }

    private static <T> Mono<T> noSuchAccount() {
        return Mono.error(new SecondFactorRefusal.NoSuchAccount()::asException);
    }
}
