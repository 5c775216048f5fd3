package org.healthpassport.bus.subscription;

import java.time.Duration;
import org.healthpassport.bus.failure.FailureKind;

/**
 * Failures in a row of the record at one offset.
 *
 * @param kind of the last failure
 * @param total tries that failed
 * @param pointless tries that failed for a reason that lasts and concerns this record alone
 * @param unexpectedFor time between tries that both failed for no known reason; an outage in between is not counted
 * @param nanos of the last failure, on the clock of {@link System#nanoTime}
 */
record FailedAttempts(long offset, FailureKind kind, int total, int pointless, Duration unexpectedFor, long nanos) {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    static FailedAttempts first(long offset, FailureKind kind, long nanos) {
        return new FailedAttempts(offset, kind, 1, kind.isOfOneRecord() ? 1 : 0, Duration.ZERO, nanos);
    }

    FailedAttempts and(FailedAttempts next) {
        if (offset != next.offset) {
            return next;
        }
        boolean stillUnexpected = kind == FailureKind.UNEXPECTED && next.kind == FailureKind.UNEXPECTED;
        return new FailedAttempts(
                offset,
                next.kind,
                total + 1,
                pointless + next.pointless,
                stillUnexpected ? unexpectedFor.plusNanos(next.nanos - nanos) : unexpectedFor,
                next.nanos);
    }

    Duration pause() {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(total - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
