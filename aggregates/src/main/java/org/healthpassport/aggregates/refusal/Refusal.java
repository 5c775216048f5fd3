package org.healthpassport.aggregates.refusal;

/**
 * A reason for which something is refused, as a value of the domain. Each feature has a sealed interface with its own
 * refusals, which are records. They know nothing of HTTP: one table at the edge has the answer for each.
 */
public interface Refusal {

    /** True if the same request can be accepted a little later, although nobody corrects it. */
    default boolean passes() {
        return this instanceof TooSoon;
    }

    /** The same, for a caller who waits for a result. */
    default Refused asException() {
        return new Refused(this);
    }
}
