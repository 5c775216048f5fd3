package org.healthpassport.audit.completeness.round;

import java.time.Duration;
import java.time.Instant;

/**
 * A round that was finished.
 *
 * @param length from its begin to its end
 */
public record LastRound(Instant endedAt, Duration length) {}
