package org.healthpassport.audit.lease;

import org.healthpassport.audit.lag.Progress;

/**
 * Says which instance writes. It has no clock in it: whoever wants to take it over must have seen its counter unchanged for a
 * while of its own monotonic clock.
 *
 * @param holder empty if the last one gave it back
 * @param progress of the holder when it renewed the lease
 */
public record WriterLease(String holder, long counter, Progress progress) {
    static final String NOBODY = "";

    boolean isFree() {
        return holder.equals(NOBODY);
    }

    WriterLease next(String nextHolder, Progress nextProgress) {
        return new WriterLease(nextHolder, counter + 1, nextProgress);
    }
}
