package org.healthpassport.api.identity.activation;

import java.util.List;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Suspension;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountActivated;
import org.healthpassport.events.account.AccountChanged;

/**
 * Decides whether an account may be activated, by its state alone. Activation also lifts a suspension. It does not concern
 * accounts that are unconfirmed: their owners have to show first that they read mail for their addresses.
 *
 * <pre>
 *   PENDING --------------------by who vouches for it---------------------> ACTIVE
 *   SUSPENDED by its hospital --by that hospital, or an administrator-----> ACTIVE
 *   SUSPENDED by an administrator --by an administrator-------------------> ACTIVE
 *   SUSPENDED, a doctor whom no hospital has activated --by an administrator--> PENDING
 * </pre>
 */
final class ActivationDecisions {

    private ActivationDecisions() {}

    /** Activation by an administrator, who vouches for hospitals only, but may lift every suspension. */
    static Decision<AccountState> byAdministrator(AccountState account) {
        if (account.status() == AccountStatus.SUSPENDED) {
            return lift(account);
        }
        return switch (account.role()) {
            case HOSPITAL -> activate(account);
            case DOCTOR -> Decision.refuse(new ActivationRefusal.ActivatedByHospital());
            default -> Decision.refuse(new ActivationRefusal.NeedsNoActivation());
        };
    }

    /** Activation by a hospital, which vouches for its own doctors and must not learn about any other account. */
    static Decision<AccountState> byHospital(AccountState account, String hospitalId) {
        if (!account.isKnownDoctorOf(hospitalId)) {
            return Decision.refuse(new ActivationRefusal.NoSuchDoctor());
        }
        Suspension suspension = account.suspension();
        boolean byAdministrator = suspension == null || !hospitalId.equals(suspension.hospitalId());
        return account.status() == AccountStatus.SUSPENDED && byAdministrator
                ? Decision.refuse(new ActivationRefusal.SuspendedByAdministrator())
                : activate(account);
    }

    /** An administrator does not vouch for doctors, so one who was waiting before goes on waiting. */
    private static Decision<AccountState> lift(AccountState account) {
        Suspension suspension = account.suspension();
        boolean waited = suspension != null && suspension.before() == AccountStatus.PENDING;
        return waited && account.role() == Role.DOCTOR
                ? Decision.accept(
                        account.pendingAgain(),
                        new NewEvent(
                                EventType.ACCOUNT_CHANGED, new AccountChanged(account.accountId(), List.of("status"))))
                : activate(account);
    }

    private static Decision<AccountState> activate(AccountState account) {
        return switch (account.status()) {
            case ACTIVE -> Decision.unchanged();
            case CLOSED -> Decision.refuse(new ActivationRefusal.AlreadyClosed());
            case UNCONFIRMED -> Decision.refuse(new ActivationRefusal.EmailUnconfirmed());
            case PENDING, SUSPENDED ->
                Decision.accept(
                        account.activated(),
                        new NewEvent(
                                EventType.ACCOUNT_ACTIVATED,
                                new AccountActivated(
                                        account.accountId(), account.role().name())));
        };
    }
}
