package org.healthpassport.api.identity.newpassword;

import java.time.Duration;
import java.time.Instant;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.PasswordChanged;
import org.healthpassport.events.account.PasswordProof;
import org.healthpassport.events.account.PasswordResetRequested;

/** Decides on the password of an account, by its state alone. A new password ends all sessions, also the caller's own. */
final class PasswordDecisions {

    private static final Duration TOKEN_VALIDITY = Duration.ofHours(1);
    /** Somebody who asks again and again can neither fill a mailbox nor take away the tokens of the owner. */
    private static final int TOKENS_AT_ONCE = 5;

    private PasswordDecisions() {}

    /** Sets a password for an owner who knew the one of before. */
    static Decision<AccountState> change(AccountState account, String passwordHash, Instant now) {
        return changed(account, passwordHash, PasswordProof.CURRENT_PASSWORD, now);
    }

    /** Lets a token set a new password; changes nothing if the account is closed or has enough of them. */
    static Decision<AccountState> requestReset(AccountState account, String digest, Instant now) {
        return account.status() == AccountStatus.CLOSED
                        || account.openResets(now).size() >= TOKENS_AT_ONCE
                ? Decision.unchanged()
                : Decision.accept(
                        account.withReset(digest, now.plus(TOKEN_VALIDITY), now),
                        new NewEvent(
                                EventType.PASSWORD_RESET_REQUESTED, new PasswordResetRequested(account.accountId())));
    }

    /** Sets a password for somebody with such a token; none of the account's tokens counts after that. */
    static Decision<AccountState> reset(AccountState account, String digest, String passwordHash, Instant now) {
        return account.status() != AccountStatus.CLOSED && account.hasReset(digest, now)
                ? changed(account, passwordHash, PasswordProof.RESET_TOKEN, now)
                : Decision.refuse(new PasswordRefusal.NoValidToken());
    }

    private static Decision<AccountState> changed(
            AccountState account, String passwordHash, PasswordProof proof, Instant now) {
        return Decision.accept(
                account.withPassword(passwordHash, now),
                new NewEvent(EventType.PASSWORD_CHANGED, new PasswordChanged(account.accountId(), proof)));
    }
}
