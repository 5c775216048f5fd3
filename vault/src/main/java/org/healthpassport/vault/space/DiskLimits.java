package org.healthpassport.vault.space;

import org.healthpassport.vault.space.FreeSpace.Space;

/**
 * The limits below which a disk is low: less is free than {@code lowPercent} of it, and less than {@code lowBytes}; the
 * smaller of the two counts. 5 % of a large disk are far more than is needed, and 1 GB can be all of a small one.
 * Unless both are 0, a disk is low from 64 MB on, whatever its size, so that uploads are refused long before writes
 * fail.
 */
public record DiskLimits(double lowPercent, long lowBytes) {
    /** Less than what one commit of the store and one segment's index of the broker may need at once. */
    public static final long FULL_BYTES = 16L << 20;

    /** The smallest limits for low and scarce. */
    private static final long LOW_AT_LEAST = 4 * FULL_BYTES;

    private static final long SCARCE_AT_LEAST = 2 * FULL_BYTES;
    /** The part of the low limit that is kept for logins, reads and revocations: a quarter. */
    private static final int KEPT_PART = 4;

    public DiskLimits {
        if (!(lowPercent >= 0 && lowPercent <= 50) || lowBytes < 0) {
            throw new IllegalArgumentException(
                    "Expected 0 to 50 percent and no negative size, but it is %s percent and %d bytes"
                            .formatted(lowPercent, lowBytes));
        }
    }

    DiskState state(Space space) {
        long low = low(space);
        if (space.usableBytes() < FULL_BYTES) {
            return DiskState.FULL;
        }
        if (low > 0 && space.usableBytes() < Math.max(SCARCE_AT_LEAST, low / KEPT_PART)) {
            return DiskState.SCARCE;
        }
        return space.usableBytes() < low ? DiskState.LOW : DiskState.OK;
    }

    /** The bytes that can be written before the disk is low; negative once it is. */
    long spareBytes(Space space) {
        return space.usableBytes() - low(space);
    }

    private long low(Space space) {
        return lowBytes == 0 && lowPercent == 0
                ? 0
                : Math.max(LOW_AT_LEAST, Math.min(lowBytes, (long) (space.totalBytes() * lowPercent / 100)));
    }
}
