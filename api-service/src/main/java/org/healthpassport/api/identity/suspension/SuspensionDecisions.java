package org.healthpassport.api.identity.suspension;

import java.time.Instant;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Suspension;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountSuspended;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an account may be suspended, by its state alone.
 *
 * <pre>
 *   PENDING, ACTIVE --by its hospital--> SUSPENDED by the hospital --by an administrator--> SUSPENDED by an administrator
 *         \----------------------by an administrator----------------------------------------/
 * </pre>
 */
final class SuspensionDecisions {

    private SuspensionDecisions() {}

    /** Suspension by an administrator, which a hospital cannot lift; it replaces the suspension by a hospital. */
    static Decision<AccountState> byAdministrator(AccountState account, String administratorId, Instant now) {
        if (account.accountId().equals(administratorId)) {
            return Decision.refuse(new SuspensionRefusal.OwnAccount());
        }
        Suspension current = account.suspension();
        boolean byHospital = current != null && current.hospitalId() != null;
        return account.status() == AccountStatus.SUSPENDED && !byHospital
                ? Decision.unchanged()
                : suspend(account, null, current, now);
    }

    /** Suspension by a hospital, of its own doctors; it must not learn about any other account. */
    static Decision<AccountState> byHospital(AccountState account, String hospitalId, Instant now) {
        if (!account.isKnownDoctorOf(hospitalId)) {
            return Decision.refuse(new SuspensionRefusal.NoSuchDoctor());
        }
        return account.status() == AccountStatus.SUSPENDED
                ? Decision.unchanged()
                : suspend(account, hospitalId, null, now);
    }

    private static Decision<AccountState> suspend(
            AccountState account, @Nullable String hospitalId, @Nullable Suspension current, Instant now) {
        if (account.status() == AccountStatus.CLOSED) {
            return Decision.refuse(new SuspensionRefusal.AlreadyClosed());
        }
        if (account.status() == AccountStatus.UNCONFIRMED) {
            return Decision.refuse(new SuspensionRefusal.EmailUnconfirmed());
        }
        AccountStatus before = current == null ? account.status() : current.before();
        return Decision.accept(
                account.suspended(new Suspension(hospitalId, before)).withTokensRevoked(now),
                new NewEvent(
                        EventType.ACCOUNT_SUSPENDED,
                        new AccountSuspended(account.accountId(), account.role().name())));
    }
}
