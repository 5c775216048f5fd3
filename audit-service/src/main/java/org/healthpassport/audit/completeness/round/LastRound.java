package org.healthpassport.audit.completeness.round;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A round that was finished.
 *
 * @param length from its begin to its end
 * @param nextBy the time at which the next one begins at the latest
 * @param restoredAt the time of the latest restore of the database; empty if there was none
 * @param lostByRestore the aggregates that are gone or older because of a restore
 */
public record LastRound(
        Instant endedAt, Duration length, Instant nextBy, Optional<Instant> restoredAt, long lostByRestore) {}
