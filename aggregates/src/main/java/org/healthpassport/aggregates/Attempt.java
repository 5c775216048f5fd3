package org.healthpassport.aggregates;

/**
 * One attempt at a change: a decision on the loaded state, and a prerequisite that must exist before the commit, such
 * as the version that the new state names. Both are based on the same state, so that a commit never uses the
 * prerequisite of another attempt.
 *
 * @param prerequisite made only if the decision is accepted
 */
public record Attempt<S, P>(Decision<S> decision, P prerequisite) {}
