package org.healthpassport.aggregates.counter;

/**
 * An amount that a command is about to add to a counter.
 *
 * @param amount negative for a command that gives back; a counter never refuses that, and counts it only once the
 *     command has taken effect
 */
public record Demand(CounterKind kind, long amount) {}
