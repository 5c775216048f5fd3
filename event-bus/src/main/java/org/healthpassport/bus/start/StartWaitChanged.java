package org.healthpassport.bus.start;

/**
 * Tells listeners of a starting application what it waits for, after each attempt that failed and once it came.
 *
 * @param awaited as of {@link StartStep#awaited}
 * @param over whether it came
 */
public record StartWaitChanged(String awaited, boolean over) {}
