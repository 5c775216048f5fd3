package org.healthpassport.api.identity.me;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.EmailClaim;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountChanged;

/**
 * Decides whether the change of an email may begin. Whoever reads the mail of an account can reset its password, so this
 * needs a login that is recent: a session that was stolen later is not enough.
 */
final class EmailChangeDecisions {
    /** Each begins with two mails. */
    private static final int AT_ONCE = 10;

    private EmailChangeDecisions() {}

    /**
     * Lets an account want another email; the address that it has takes back the wish for another one.
     *
     * @param former lets the reader of the present address take the account back
     */
    static Decision<AccountState> begin(
            AccountState account, String sessionId, EmailClaim wanted, EmailClaim former, Instant now) {
        if (wanted.emailIndex().equals(account.emailIndex())) {
            return account.pendingEmail() == null
                    ? Decision.unchanged()
                    : Decision.accept(account.withPendingEmail(null), changed(account));
        }
        if (!account.hasRecentLogin(sessionId, now)) {
            return Decision.refuse(new MeRefusal.LoginTooOld());
        }
        List<EmailClaim> open = account.openFormerEmails(now);
        return open.size() < AT_ONCE
                ? Decision.accept(account.withPendingEmail(wanted).withFormerEmail(former, now), changed(account))
                : Decision.refuse(new MeRefusal.TooManyEmails(Duration.between(now, firstEnd(open))));
    }

    private static Instant firstEnd(List<EmailClaim> open) {
        return open.stream()
                .flatMap(claim -> claim.tokens().values().stream())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static NewEvent changed(AccountState account) {
        return new NewEvent(
                EventType.ACCOUNT_CHANGED, new AccountChanged(account.accountId(), List.of("pendingEmail")));
    }
}
