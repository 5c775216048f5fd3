package org.healthpassport.api.consent.representative;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which something about representatives is refused, invalid members aside. */
public sealed interface RepresentativeRefusal extends Refusal {

    record NoSuchRepresentative() implements RepresentativeRefusal {}

    /** The code is not ours, is too old, or was used or withdrawn. Nobody learns which. */
    record NoOpenInvitation() implements RepresentativeRefusal {}

    /** Nobody represents themselves, or accepts an invitation of their own. */
    record ByOneself() implements RepresentativeRefusal {}

    /** The account represents the patient with an earlier invitation. */
    record AlreadyRepresents() implements RepresentativeRefusal {}

    /** Nobody could manage the passport any more. */
    record LastRepresentative() implements RepresentativeRefusal {}

    /** A representative ends nobody who may do more than they, or for longer. */
    record MayDoMore() implements RepresentativeRefusal {}

    /** Patients with a login invite in person. */
    record OnlyByPatient() implements RepresentativeRefusal {}

    /** The account takes another passport over at this moment, or has just done so. */
    record TakeoverUnderWay() implements RepresentativeRefusal {

        @Override
        public boolean passes() {
            return true;
        }
    }

    /** Only patients represent others. */
    record OnlyForPatients() implements RepresentativeRefusal {}

    /** @param most the invitations of a patient, past ones included */
    record TooManyInvitations(int most) implements RepresentativeRefusal {}

    /** @param most the invitations of a patient that can still be accepted */
    record TooManyOpenInvitations(int most) implements RepresentativeRefusal {}

    /** @param most the passports that an account can represent */
    record TooManyPatients(int most) implements RepresentativeRefusal {}
}
