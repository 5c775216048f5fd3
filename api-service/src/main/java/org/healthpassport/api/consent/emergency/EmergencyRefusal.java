package org.healthpassport.api.consent.emergency;

import java.time.Duration;
import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which something about emergency access is refused, invalid members aside. */
public sealed interface EmergencyRefusal extends Refusal {

    /** The caller is no active doctor of an active hospital whose doctors may take emergency access. */
    record NotEntitled() implements EmergencyRefusal {}

    /**
     * @param most the accesses of a doctor that may await review
     * @param delay a time after which the hospital may have reviewed one
     */
    record TooManyUnreviewed(int most, Duration delay) implements EmergencyRefusal {

        @Override
        public boolean passes() {
            return true;
        }
    }

    /**
     * @param most the accesses that the doctors of a hospital may take on a day
     * @param delay the time until the next day
     */
    record TooManyToday(int most, Duration delay) implements EmergencyRefusal {

        @Override
        public boolean passes() {
            return true;
        }
    }

    /** The hospital found a short time ago that one of the same doctor to the same patient was not justified. */
    record NotJustified() implements EmergencyRefusal {}

    record NoSuchHospital() implements EmergencyRefusal {}

    record OnlyForThatHospital() implements EmergencyRefusal {}

    /** A hospital learns of no other accesses than those of its doctors. */
    record NoSuchAccess() implements EmergencyRefusal {}

    record AlreadyReviewed() implements EmergencyRefusal {}
}
