package org.healthpassport.aggregates.rotation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The longest time until the deleted keys of a subject are gone from every backup. A backup of the database has them
 * sealed by a version of a key-encryption key. That version is destroyed at the latest one period after it began to seal,
 * when the next rotation is done, and is gone from the backups of the key folder when these are not kept any more.
 */
public final class KeyHorizon {
    private final Duration rotation;
    private final Duration rotatedWithin;
    private final Duration backupsKept;
    private final Clock clock;

    KeyHorizon(Duration rotation, Duration backedUpWithin, Duration backupsKept, Clock clock) {
        this.rotation = rotation;
        this.rotatedWithin = backedUpWithin.plus(Rotation.RESEALED_WITHIN);
        this.backupsKept = backupsKept;
        this.clock = clock;
    }

    /** The time between two rotations; zero if there is no schedule. */
    public Duration rotation() {
        return rotation;
    }

    /** The longest time for which backups of the key folder are kept, as the operator says. */
    public Duration backupsKept() {
        return backupsKept;
    }

    /** Empty if there is no schedule. */
    public Optional<Duration> longest() {
        return rotation.isZero()
                ? Optional.empty()
                : Optional.of(rotation.plus(rotatedWithin).plus(backupsKept));
    }

    /** False if that time does not hold, as there is no schedule, or a rotation is late or held up. */
    public boolean holds(Rotation newest) {
        Instant late = newest.startedAt()
                .plus(newest.isRunning() ? Duration.ZERO : rotation)
                .plus(rotatedWithin);
        return !rotation.isZero() && !clock.instant().isAfter(late);
    }
}
