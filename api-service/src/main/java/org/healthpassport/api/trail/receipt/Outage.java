package org.healthpassport.api.trail.receipt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers that audit-service does not answer, so that requests do not wait for it one after the other.
 *
 * <pre>
 *   answers --failure--> away: nobody asks for 5 s, then one request does --failure--> away
 *      ^                                                |
 *      +--------------------success---------------------+
 * </pre>
 */
final class Outage {
    private static final Logger log = LoggerFactory.getLogger(Outage.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Clock clock;
    /** Null while audit-service answers. */
    private final AtomicReference<@Nullable Instant> nextAttempt = new AtomicReference<>();

    Outage(Clock clock) {
        this.clock = clock;
    }

    /** True if nobody is to ask now. After the pause, it is false for one caller, who tries again. */
    boolean lasts() {
        Instant next = nextAttempt.get();
        Instant now = clock.instant();
        return next != null && (now.isBefore(next) || !nextAttempt.compareAndSet(next, now.plus(PAUSE)));
    }

    /** Notes that audit-service did not answer; logged once for each outage. */
    void began(String reason) {
        if (nextAttempt.getAndSet(clock.instant().plus(PAUSE)) == null) {
            log.warn(
                    "Expected audit-service to answer, but {}; there are no receipts until it does, which is tried"
                            + " every {} s",
                    reason,
                    PAUSE.toSeconds());
        }
    }

    /** Notes that audit-service answered. */
    void isOver() {
        if (nextAttempt.get() != null && nextAttempt.getAndSet(null) != null) {
            log.info("audit-service answers again");
        }
    }
}
