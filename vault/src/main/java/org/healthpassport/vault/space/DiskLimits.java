package org.healthpassport.vault.space;

import org.healthpassport.vault.space.FreeSpace.Space;

/**
 * From where on a disk is low: where less is free than {@code lowPercent} of it and less than {@code lowBytes}, so the
 * smaller of the two. 5 % of a large disk are far more than is needed, and 1 GB can be all of a small one.
 */
public record DiskLimits(double lowPercent, long lowBytes) {
    /** Less than what one commit of the store and one segment's index of the broker may need at once. */
    public static final long FULL_BYTES = 16L << 20;

    /** What is kept for logins, reads and revocations, as a part of what is left when uploads are refused. */
    private static final int KEPT_PART = 4;

    public DiskLimits {
        if (!(lowPercent >= 0 && lowPercent <= 50) || lowBytes < 0) {
            throw new IllegalArgumentException(
                    "Expected 0 to 50 percent and no negative size, but it is %s percent and %d bytes"
                            .formatted(lowPercent, lowBytes));
        }
    }

    DiskState state(Space space) {
        long low = Math.min(lowBytes, (long) (space.totalBytes() * lowPercent / 100));
        if (space.usableBytes() < FULL_BYTES) {
            return DiskState.FULL;
        }
        if (space.usableBytes() < low / KEPT_PART) {
            return DiskState.SCARCE;
        }
        return space.usableBytes() < low ? DiskState.LOW : DiskState.OK;
    }
}
