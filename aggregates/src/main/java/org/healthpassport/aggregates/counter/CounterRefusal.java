package org.healthpassport.aggregates.counter;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a counter does not take a reservation; the command must not commit. */
public sealed interface CounterRefusal extends Refusal {

    /**
     * The subject would have more than the bound.
     *
     * @param kind the name of the counter's kind
     */
    record Full(String kind, long bound) implements CounterRefusal {}

    /** Too many commands of the subject are under way. */
    record TooManyAtOnce(String kind) implements CounterRefusal {}

    /** The command stood still for so long that its reservation was given back. */
    record GivenBack(String kind) implements CounterRefusal {}
}
