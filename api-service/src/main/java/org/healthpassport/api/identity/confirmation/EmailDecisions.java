package org.healthpassport.api.identity.confirmation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.EmailClaim;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountChanged;
import org.healthpassport.events.account.EmailConfirmed;
import org.healthpassport.events.account.PasswordChanged;
import org.healthpassport.events.account.PasswordProof;
import org.healthpassport.events.secondfactor.RemovedBy;
import org.healthpassport.events.secondfactor.SecondFactorRemoved;

/**
 * Decides on the tokens that were mailed to the addresses of an account, by its state alone. The commit decides whose an
 * address is that several accounts want.
 *
 * <pre>
 *   UNCONFIRMED --token--> ACTIVE (patients), PENDING (doctors, hospitals)
 *   pending email --token--> the email, while the owner may sign in
 *   former email --token--> the email again, without sessions and password; CLOSED is what it was before
 * </pre>
 */
final class EmailDecisions {
    /** Nobody can fill a mailbox by signing in again and again. */
    private static final int TOKENS_AT_ONCE = 3;

    private EmailDecisions() {}

    /** Adds a token for the email of an account that is unconfirmed, unless it has enough of them. */
    static Decision<AccountState> repeat(AccountState account, String digest, Instant now) {
        EmailClaim claim = account.pendingEmail();
        return account.status() != AccountStatus.UNCONFIRMED
                        || claim == null
                        || claim.openTokens(now).size() >= TOKENS_AT_ONCE
                ? Decision.unchanged()
                : Decision.accept(account.withPendingEmail(
                        claim.withToken(digest, now.plus(AskingForConfirmation.VALIDITY), now)));
    }

    /** Gives the account the email that it wants. */
    static Decision<AccountState> confirm(AccountState account, String digest, Instant now) {
        EmailClaim claim = account.pendingEmail();
        boolean unconfirmed = account.status() == AccountStatus.UNCONFIRMED;
        if (claim == null || !claim.has(digest, now) || !unconfirmed && !account.maySignIn()) {
            return noValidToken();
        }
        NewEvent confirmed = new NewEvent(EventType.EMAIL_CONFIRMED, new EmailConfirmed(account.accountId()));
        return unconfirmed
                ? Decision.accept(account.withEmailOf(claim), account.registered(), confirmed)
                : Decision.accept(account.withEmailOf(claim), confirmed, changed(account));
    }

    /** The former email that a token was mailed to; empty if the token is not one of those. */
    static Optional<EmailClaim> formerEmail(AccountState account, String digest, Instant now) {
        return account.openFormerEmails(now).stream()
                .filter(claim -> claim.has(digest, now))
                .findFirst();
    }

    /**
     * Gives the account its former email back, and takes everything from whoever changed it. An account that was closed
     * meanwhile is open again; nothing tells if its owner closed it, so whoever reads the mail of the address decides.
     */
    static Decision<AccountState> takeBack(AccountState account, String digest, String passwordHash, Instant now) {
        return formerEmail(account, digest, now)
                .map(former ->
                        takenBack(account, account.takenBack(former, begunAt(former, digest), passwordHash, now)))
                .orElseGet(EmailDecisions::noValidToken);
    }

    private static Decision<AccountState> takenBack(AccountState account, AccountState next) {
        String accountId = account.accountId();
        List<NewEvent> events = new ArrayList<>();
        events.add(next.status() == account.status() ? changed(account) : changed(account, "email", "status"));
        events.add(new NewEvent(EventType.PASSWORD_CHANGED, new PasswordChanged(accountId, PasswordProof.RESET_TOKEN)));
        if (account.hasSecondFactor() && !next.hasSecondFactor()) {
            events.add(
                    new NewEvent(EventType.SECOND_FACTOR_REMOVED, new SecondFactorRemoved(accountId, RemovedBy.OWNER)));
        }
        return new Decision.Accepted<>(next, events);
    }

    private static Instant begunAt(EmailClaim former, String digest) {
        return Objects.requireNonNull(former.tokens().get(digest)).minus(AskingForConfirmation.TAKEN_BACK_WITHIN);
    }

    private static Decision<AccountState> noValidToken() {
        return Decision.refuse(new EmailRefusal.NoValidToken());
    }

    private static NewEvent changed(AccountState account) {
        return changed(account, "email");
    }

    private static NewEvent changed(AccountState account, String... members) {
        return new NewEvent(EventType.ACCOUNT_CHANGED, new AccountChanged(account.accountId(), List.of(members)));
    }
}
