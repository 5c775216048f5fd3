package org.healthpassport.audit.lease;


/**
 * Says which instance writes. It has no clock in it: whoever wants to take it over must have seen its counter unchanged for a
 * while of its own monotonic clock.
 *
 * @param holder empty if the last one gave it back
 */
public record WriterLease(String holder, long counter) {
    static final String NOBODY = "";

    boolean isFree() {
        return holder.equals(NOBODY);
    }

    WriterLease next(String nextHolder) {
        return new WriterLease(nextHolder, counter + 1);
    }
}
