package org.healthpassport.api.consent.representative.takeover;

import java.time.Instant;
import java.util.List;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.consent.representative.RepresentativeRefusal;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountState.Takeover;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountChanged;

/** Decides about the account that takes a passport over, by its state alone. The passport decides if it does. */
final class TakeoverDecisions {
    private TakeoverDecisions() {}

    /**
     * Notes that the account is about to take a passport over.
     *
     * @param ownPatientId the patient whose account it was when the request was checked
     */
    static Decision<AccountState> begin(AccountState account, String ownPatientId, Takeover takeover) {
        if (isUnderWay(account, takeover)) {
            return Decision.unchanged();
        }
        return account.takeover() == null && account.mayAct() && ownPatientId.equals(account.patientId())
                ? Decision.accept(account.withTakeover(takeover))
                : Decision.refuse(new RepresentativeRefusal.TakeoverUnderWay());
    }

    /** The passport decided against it. */
    static Decision<AccountState> giveUp(AccountState account, Takeover takeover) {
        return isUnderWay(account, takeover) ? Decision.accept(account.withTakeover(null)) : Decision.unchanged();
    }

    /** The passport decided for it, so it is the account's own. */
    static Decision<AccountState> finish(AccountState account, Takeover takeover, Instant now) {
        return isUnderWay(account, takeover)
                ? Decision.accept(
                        account.withPassport(takeover.patientId(), now),
                        new NewEvent(
                                EventType.ACCOUNT_CHANGED,
                                new AccountChanged(account.accountId(), List.of("patientId"))))
                : Decision.unchanged();
    }

    /** True for the same invitation: of a request that is repeated, the first one counts. */
    private static boolean isUnderWay(AccountState account, Takeover takeover) {
        Takeover begun = account.takeover();
        return begun != null && begun.invitationId().equals(takeover.invitationId());
    }
}
