package org.healthpassport.api.identity.activation;

import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountActivated;

/** Decides whether an account may be activated, by its state alone. */
final class ActivationDecisions {

    private ActivationDecisions() {}

    /** Activation by an administrator, who vouches for hospitals only. */
    static Decision<AccountState> byAdministrator(AccountState account) {
        return switch (account.role()) {
            case HOSPITAL -> activate(account);
            case DOCTOR -> Decision.refuse(Problem.of(ProblemType.INVALID, "Doctors are activated by their hospital."));
            default -> Decision.refuse(Problem.of(ProblemType.INVALID, "Accounts of this kind need no activation."));
        };
    }

    /** Activation by a hospital, which vouches for its own doctors and must not learn about any other account. */
    static Decision<AccountState> byHospital(AccountState account, String hospitalId) {
        return account.role() == Role.DOCTOR && hospitalId.equals(account.hospitalId())
                ? activate(account)
                : Decision.refuse(Problem.of(ProblemType.NOT_FOUND, Activating.NO_SUCH_DOCTOR));
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
