package org.healthpassport.api.identity.newpassword;

import java.time.Clock;
import java.util.Optional;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.mail.Outbox;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.api.identity.password.PasswordRules;
import org.healthpassport.api.identity.secondfactor.StepUp;
import org.healthpassport.edge.text.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Changes the password of an owner who is signed in and knows it. */
@Component
class ChangingPassword {
    private final Accounts accounts;
    private final StepUp stepUp;
    private final PasswordHashing passwords;
    private final Outbox outbox;
    private final PasswordMails mails;
    private final Clock clock;

    ChangingPassword(
            Accounts accounts,
            StepUp stepUp,
            PasswordHashing passwords,
            Outbox outbox,
            PasswordMails mails,
            Clock clock) {
        this.accounts = accounts;
        this.stepUp = stepUp;
        this.passwords = passwords;
        this.outbox = outbox;
        this.mails = mails;
        this.clock = clock;
    }

    /**
     * Changes the password.
     *
     * @param code of the second factor; null if none was given
     * @return fails with {@link InvalidInput} for a password that breaks the rules, and with a {@link
     *     org.healthpassport.api.identity.secondfactor.SecondFactorRefusal} if current password or code are wrong
     */
    Mono<Void> change(Caller caller, String current, String next, @Nullable String code) {
        return accounts.find(caller.accountId())
                .flatMap(account -> objection(account, current, next)
                        .map(Mono::<AccountState>error)
                        .orElseGet(() ->
                                stepUp.act(account.accountId(), current, code, proof -> change(account, next, proof))))
                .doOnNext(changed -> outbox.send(mails.ofChange(new EmailAddress(changed.email()))))
                .then();
    }

    private static Optional<Throwable> objection(AccountState account, String current, String next) {
        return PasswordRules.objection(next, Optional.of(account.email()))
                .or(() -> PasswordRules.normalise(next).equals(PasswordRules.normalise(current))
                        ? Optional.of("must not be the current password")
                        : Optional.empty())
                .map(detail -> InvalidInput.at("/new", detail).asException());
    }

    private Mono<AccountState> change(AccountState account, String next, StepUp.Proof proof) {
        return passwords
                .hash(next)
                .flatMap(hash -> accounts.change(
                        account.accountId(),
                        proof.allowing(current -> PasswordDecisions.change(current, hash, clock.instant()))));
    }
}
