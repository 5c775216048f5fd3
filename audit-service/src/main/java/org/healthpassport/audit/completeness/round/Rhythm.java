package org.healthpassport.audit.completeness.round;

import java.time.Duration;
import java.time.Instant;

/**
 * Says when a round begins. While nothing is logged, rounds cost little: then the rest between two of them is many times as long as
 * a round takes. As soon as something is logged, the next one is due as always. For one thread.
 */
public final class Rhythm {
    private final Duration every;
    private final int idleRest;
    private Instant next = Instant.MIN;
    private Instant nextWhileIdle = Instant.MIN;
    private long position = -1;

    /**
     * @param every from the begin of a round to that of the next one, at least
     * @param idleRest how many times as long as a round that is, at least, while nothing is logged
     */
    public Rhythm(Duration every, int idleRest) {
        this.every = every;
        this.idleRest = idleRest;
    }

    /** @param size of the log now */
    boolean isDue(Instant now, long size) {
        return !now.isBefore(size == position ? nextWhileIdle : next);
    }

    /** A round begins, which may fail: the next one does not follow at once. */
    void begin(Instant now) {
        next = now.plus(every);
        nextWhileIdle = next;
    }

    /**
     * A round is finished.
     *
     * @param size of the log that was compared
     * @return the time at which the next one begins at the latest
     */
    Instant end(Instant begun, Duration length, long size) {
        Instant rested = begun.plus(length.multipliedBy(idleRest));
        nextWhileIdle = rested.isAfter(next) ? rested : next;
        position = size;
        return nextWhileIdle;
    }
}
