package org.healthpassport.api.identity.suspension;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which an account is not suspended. */
public sealed interface SuspensionRefusal extends Refusal {

    record NoSuchAccount() implements SuspensionRefusal {}

    /** A hospital learns of no other account than its own doctors'. */
    record NoSuchDoctor() implements SuspensionRefusal {}

    record OnlyForThatHospital() implements SuspensionRefusal {}

    /** Nobody locks themselves out. */
    record OwnAccount() implements SuspensionRefusal {}

    /** One administrator stays active, always. */
    record LastAdministrator() implements SuspensionRefusal {}

    record AlreadyClosed() implements SuspensionRefusal {}

    /** Nobody has shown yet to read mail for the address of the account, so nobody can use it. */
    record EmailUnconfirmed() implements SuspensionRefusal {}
}
