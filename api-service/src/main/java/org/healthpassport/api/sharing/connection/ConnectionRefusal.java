package org.healthpassport.api.sharing.connection;

import java.time.Duration;
import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which nobody learns from a code who the patient is. */
public sealed interface ConnectionRefusal extends Refusal {

    /** The code is unknown, revoked, expired or paused. Nobody learns which. */
    record NoSuchCode() implements ConnectionRefusal {}

    /** Only doctors and hospitals that may act connect to patients. */
    record OnlyForClinicians() implements ConnectionRefusal {}

    /** @param delay the time after which the next code is looked at */
    record TooManyCodes(Duration delay) implements ConnectionRefusal {

        @Override
        public boolean passes() {
            return true;
        }
    }
}
