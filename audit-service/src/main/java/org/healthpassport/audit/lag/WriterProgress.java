package org.healthpassport.audit.lag;

import java.time.Instant;

/**
 * How far the log is behind the bus.
 *
 * @param lag how many records the bus had that the log had not read
 * @param caughtUpTo whatever the bus had acknowledged before this instant of the writer's clock is committed
 */
public record WriterProgress(long lag, Instant caughtUpTo) {
    /** Nothing is known yet. */
    public static final WriterProgress NONE = new WriterProgress(0, Instant.EPOCH);
}
