package org.healthpassport.aggregates.counter;

/**
 * One kind of counter, of which each subject has one.
 *
 * @param name such as {@code records}, never changed, as it is part of the ids of the counters
 * @param bound the largest amount that a subject may have
 */
public record CounterKind(String name, long bound, Truth truth) {

    String idOf(String subjectId) {
        return subjectId + '/' + name;
    }
}
