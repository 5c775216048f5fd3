package org.healthpassport.api.consent;

import java.time.Duration;
import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which something about consents is refused, invalid members aside. */
public sealed interface ConsentRefusal extends Refusal {

    record NoSuchConsent() implements ConsentRefusal {}

    record NoSuchRequest() implements ConsentRefusal {}

    /** The request was approved or refused, or nobody decided in time. */
    record AlreadyDecided() implements ConsentRefusal {}

    /** The same grantee has an open request to the same patient. */
    record OpenRequest() implements ConsentRefusal {}

    /** Whoever asked was suspended or closed since. */
    record RequesterMayNotAct() implements ConsentRefusal {}

    /** A representative gives no consent to more than they may do for the patient, and none for longer. */
    record MoreThanOwnRights() implements ConsentRefusal {}

    /** The hospital of the caller waits for its activation, or is suspended. */
    record HospitalMayNotAct() implements ConsentRefusal {}

    /** Only doctors and hospitals ask for consent. */
    record OnlyForClinicians() implements ConsentRefusal {}

    /** @param most the consents and requests of a patient, ended ones included */
    record TooMany(int most) implements ConsentRefusal {}

    /** @param most the consents of a patient that are active at the same time */
    record TooManyActive(int most) implements ConsentRefusal {}

    /** @param delay the time after which the next request is accepted */
    record TooManyRequests(Duration delay) implements ConsentRefusal {

        @Override
        public boolean passes() {
            return true;
        }
    }
}
