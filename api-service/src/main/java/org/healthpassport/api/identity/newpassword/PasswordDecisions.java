package org.healthpassport.api.identity.newpassword;

import java.time.Instant;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.PasswordChanged;
import org.healthpassport.events.account.PasswordProof;

/** Decides on the password of an account, by its state alone. A new password ends all sessions, also the caller's own. */
final class PasswordDecisions {

    private PasswordDecisions() {}

    /** Sets a password for an owner who knew the one of before. */
    static Decision<AccountState> change(AccountState account, String passwordHash, Instant now) {
        return changed(account, passwordHash, PasswordProof.CURRENT_PASSWORD, now);
    }

    private static Decision<AccountState> changed(
            AccountState account, String passwordHash, PasswordProof proof, Instant now) {
        return Decision.accept(
                account.withPassword(passwordHash, now),
                new NewEvent(EventType.PASSWORD_CHANGED, new PasswordChanged(account.accountId(), proof)));
    }
}
