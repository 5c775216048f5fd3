package org.healthpassport.api.identity.newpassword;

import java.time.Duration;
import java.time.Instant;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.EmailClaim;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.EmailConfirmed;
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
        if (account.status() == AccountStatus.CLOSED || account.openResets(now).size() >= TOKENS_AT_ONCE) {
            return Decision.unchanged();
        }
        AccountState next = account.withReset(digest, now.plus(TOKEN_VALIDITY), now);
        // Nobody was told of an account that is unconfirmed.
        return account.status() == AccountStatus.UNCONFIRMED
                ? Decision.accept(next)
                : Decision.accept(
                        next,
                        new NewEvent(
                                EventType.PASSWORD_RESET_REQUESTED, new PasswordResetRequested(account.accountId())));
    }

    /**
     * Sets a password for somebody with such a token; none of the account's tokens counts after that. The token came by
     * mail, so it confirms the email of an account that was unconfirmed.
     */
    static Decision<AccountState> reset(AccountState account, String digest, String passwordHash, Instant now) {
        if (account.status() == AccountStatus.CLOSED || !account.hasReset(digest, now)) {
            return Decision.refuse(new PasswordRefusal.NoValidToken());
        }
        EmailClaim claim = account.pendingEmail();
        return account.status() == AccountStatus.UNCONFIRMED && claim != null
                ? confirmed(account, claim)
                        .then(account, known -> changed(known, passwordHash, PasswordProof.RESET_TOKEN, now))
                : changed(account, passwordHash, PasswordProof.RESET_TOKEN, now);
    }

    private static Decision<AccountState> confirmed(AccountState account, EmailClaim claim) {
        return Decision.accept(
                account.withEmailOf(claim),
                account.registered(),
                new NewEvent(EventType.EMAIL_CONFIRMED, new EmailConfirmed(account.accountId())));
    }

    private static Decision<AccountState> changed(
            AccountState account, String passwordHash, PasswordProof proof, Instant now) {
        return Decision.accept(
                account.withPassword(passwordHash, now),
                new NewEvent(EventType.PASSWORD_CHANGED, new PasswordChanged(account.accountId(), proof)));
    }
}
