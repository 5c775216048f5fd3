package org.healthpassport.api.identity.activation;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which an account is not activated. */
public sealed interface ActivationRefusal extends Refusal {

    record NoSuchAccount() implements ActivationRefusal {}

    /** A hospital learns of no other account than its own doctors'. */
    record NoSuchDoctor() implements ActivationRefusal {}

    record ActivatedByHospital() implements ActivationRefusal {}

    /** Accounts of this kind may act from the beginning. */
    record NeedsNoActivation() implements ActivationRefusal {}

    /** A hospital lifts the suspensions of its doctors that it made itself, and no other. */
    record SuspendedByAdministrator() implements ActivationRefusal {}

    record AlreadyClosed() implements ActivationRefusal {}

    /** Nobody has shown yet to read mail for the address of the account. */
    record EmailUnconfirmed() implements ActivationRefusal {}

    record OnlyForThatHospital() implements ActivationRefusal {}
}
