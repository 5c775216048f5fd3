package org.healthpassport.bus.start;

/**
 * An application event of the start: a dependency is waited for (after each failed attempt), or is there.
 *
 * @param awaited as of {@link StartStep#awaited}
 * @param over true once the dependency is there
 */
public record StartWaitChanged(String awaited, boolean over) {}
