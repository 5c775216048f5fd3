package org.healthpassport.audit.lag;

import java.time.Instant;

/**
 * The writer's distance from the end of the bus.
 *
 * @param lag the number of records on the bus that the log had not read
 * @param caughtUpTo everything that the bus had acknowledged before this instant of the writer's clock is committed
 */
public record WriterProgress(long lag, Instant caughtUpTo) {
    /** Nothing is known yet. */
    public static final WriterProgress NONE = new WriterProgress(0, Instant.EPOCH);
}
