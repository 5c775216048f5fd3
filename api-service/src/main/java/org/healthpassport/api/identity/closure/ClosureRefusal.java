package org.healthpassport.api.identity.closure;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which an account is not closed. */
public sealed interface ClosureRefusal extends Refusal {

    /** Nobody could activate hospitals any more, or make another administrator. */
    record LastAdministrator() implements ClosureRefusal {}

    /** The account is that of an active hospital, for which nobody could act any more, its other administrators included. */
    record StandsForHospital() implements ClosureRefusal {}

    /** The account is getting a passport as its own, which nobody could manage then. */
    record TakeoverUnderWay() implements ClosureRefusal {

        @Override
        public boolean passes() {
            return true;
        }
    }
}
