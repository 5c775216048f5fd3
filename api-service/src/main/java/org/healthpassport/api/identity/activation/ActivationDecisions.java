package org.healthpassport.api.identity.activation;

import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountActivated;

/** Decides whether an account may be activated, by its state alone. */
final class ActivationDecisions {

    private ActivationDecisions() {}

    /** Activation by an administrator, who vouches for hospitals only. */
    static Decision<AccountState> byAdministrator(AccountState account) {
        return switch (account.role()) {
            case HOSPITAL -> activate(account);
            case DOCTOR -> Decision.refuse(new ActivationRefusal.ActivatedByHospital());
            default -> Decision.refuse(new ActivationRefusal.NeedsNoActivation());
        };
    }

    /** Activation by a hospital, which vouches for its own doctors and must not learn about any other account. */
    static Decision<AccountState> byHospital(AccountState account, String hospitalId) {
        return account.role() == Role.DOCTOR && hospitalId.equals(account.hospitalId())
                ? activate(account)
                : Decision.refuse(new ActivationRefusal.NoSuchDoctor());
    }

    private static Decision<AccountState> activate(AccountState account) {
        return account.mayAct()
                ? Decision.unchanged()
                : Decision.accept(
                        account.activated(),
                        new NewEvent(
                                EventType.ACCOUNT_ACTIVATED,
                                new AccountActivated(
                                        account.accountId(), account.role().name())));
    }
}
