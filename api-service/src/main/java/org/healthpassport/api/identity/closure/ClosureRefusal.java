package org.healthpassport.api.identity.closure;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which an account is not closed. */
public sealed interface ClosureRefusal extends Refusal {

    /** Nobody could activate hospitals any more, or make another administrator. */
    record LastAdministrator() implements ClosureRefusal {}
}
