package org.healthpassport.audit.lag;

import java.time.Instant;

/** How far the writer of the log is. */
@FunctionalInterface
public interface WriterProgress {
    /** Whatever was sent before this instant is in the log; long ago if nobody knows. */
    Instant caughtUpTo();
}
