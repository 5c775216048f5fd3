package org.healthpassport.audit.lease;

/**
 * Names the instance that writes. It holds no time: another instance takes it over after it has seen the counter unchanged for
 * a while of its own monotonic clock.
 *
 * @param holder empty if the last one gave the lease back
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
