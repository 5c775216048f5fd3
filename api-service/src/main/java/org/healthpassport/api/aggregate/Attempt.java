package org.healthpassport.api.aggregate;

/**
 * One attempt at a change: what was decided on the state as it was loaded, and what has to exist before that is
 * committed, such as the version that the new state names. Both come from one look at the state, so that nothing is
 * committed that was prepared for another.
 *
 * @param prerequisite is made only if the decision is accepted
 */
public record Attempt<S, P>(Decision<S> decision, P prerequisite) {}
