package org.healthpassport.api.identity.secondfactor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.SecondFactor;
import org.healthpassport.events.EventType;
import org.healthpassport.events.secondfactor.RemovedBy;
import org.healthpassport.events.secondfactor.SecondFactorEnrolled;
import org.healthpassport.events.secondfactor.SecondFactorRemoved;
import org.healthpassport.events.secondfactor.SecondFactorUsed;
import org.jspecify.annotations.Nullable;

/** Decides on the second factor of an account, by its state alone. */
public final class SecondFactorDecisions {

    private SecondFactorDecisions() {}

    /**
     * Keeps a secret until a code confirms it; a secret that was not confirmed is replaced. A stolen token is not enough: with a
     * factor of their own, thieves would keep the owner out.
     */
    static Decision<AccountState> begin(AccountState account, String sessionId, String secret, Instant now) {
        if (account.hasSecondFactor()) {
            return Decision.refuse(new SecondFactorRefusal.AlreadyEnrolled());
        }
        return account.hasRecentLogin(sessionId, now)
                ? Decision.accept(account.withSecondFactor(SecondFactor.unconfirmed(secret)))
                : Decision.refuse(new SecondFactorRefusal.LoginTooOld());
    }

    /** From now on the account asks for a code. */
    static Decision<AccountState> confirm(AccountState account, String code, Instant now, List<String> recoveryCodes) {
        if (account.hasSecondFactor()) {
            return Decision.refuse(new SecondFactorRefusal.AlreadyEnrolled());
        }
        SecondFactor begun = account.secondFactor();
        if (begun == null) {
            return Decision.refuse(new SecondFactorRefusal.NotBegun());
        }
        OptionalLong step = Totp.newStep(begun, code, now);
        return step.isEmpty()
                ? Decision.refuse(new SecondFactorRefusal.WrongCode())
                : Decision.accept(
                        account.withSecondFactor(begun.confirmed(step.getAsLong(), recoveryCodes, now)),
                        new NewEvent(EventType.SECOND_FACTOR_ENROLLED, new SecondFactorEnrolled(account.accountId())));
    }

    /**
     * Uses up a code, if the account asks for one.
     *
     * @param code of the app, or a recovery code; null if none was given
     * @return unchanged if the account asks for none
     */
    public static Decision<AccountState> use(AccountState account, @Nullable String code, Instant now) {
        SecondFactor factor = account.secondFactor();
        if (factor == null || !factor.confirmed()) {
            return Decision.unchanged();
        }
        if (code == null) {
            return Decision.refuse(new SecondFactorRefusal.CodeMissing());
        }
        return after(factor, code, now)
                .<Decision<AccountState>>map(used -> Decision.accept(
                        account.withSecondFactor(used),
                        new NewEvent(
                                EventType.SECOND_FACTOR_USED,
                                new SecondFactorUsed(
                                        account.accountId(),
                                        used.recoveryCodes().size()))))
                .orElseGet(() -> Decision.refuse(new SecondFactorRefusal.WrongCode()));
    }

    private static Optional<SecondFactor> after(SecondFactor factor, String code, Instant now) {
        OptionalLong step = Totp.newStep(factor, code.strip(), now);
        return step.isPresent()
                ? Optional.of(factor.used(step.getAsLong()))
                : RecoveryCodes.unused(factor, code).map(factor::withoutRecoveryCode);
    }

    /** From now on the account asks for no code. */
    static Decision<AccountState> remove(AccountState account, RemovedBy removedBy) {
        if (!account.hasSecondFactor()) {
            return Decision.refuse(new SecondFactorRefusal.NotEnrolled());
        }
        return Decision.accept(
                account.withSecondFactor(null),
                new NewEvent(EventType.SECOND_FACTOR_REMOVED, new SecondFactorRemoved(account.accountId(), removedBy)));
    }
}
