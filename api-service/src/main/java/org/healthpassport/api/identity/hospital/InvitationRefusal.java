package org.healthpassport.api.identity.hospital;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which nobody is invited, invalid members aside. */
public sealed interface InvitationRefusal extends Refusal {

    record OnlyForThatHospital() implements InvitationRefusal {}

    record EmailTaken() implements InvitationRefusal {}

    /** @param most the administrators that a hospital can invite */
    record TooMany(int most) implements InvitationRefusal {}
}
