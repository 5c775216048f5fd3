package org.healthpassport.api.identity.throttle;

import java.time.Duration;
import java.time.Instant;

/**
 * The failures of one key, as two times. Each failure puts off the time at which all are forgotten, so that they need no
 * counting down, and two instances can add theirs at once.
 *
 * @param forgotten the time at which all of them are forgotten
 * @param last time of the last one
 */
record Failures(Instant forgotten, Instant last) {
    static final Failures NONE = new Failures(Instant.EPOCH, Instant.EPOCH);

    /** The number of failures that are not forgotten yet. */
    long count(GuessLimit limit, Instant now) {
        long left = forgotten.toEpochMilli() - now.toEpochMilli();
        long each = limit.oneForgottenAfter().toMillis();
        return left <= 0 ? 0 : (left + each - 1) / each;
    }

    /** The time to wait before an attempt, while others are under way. */
    Duration waitFor(GuessLimit limit, int underway, Instant now) {
        Duration sinceLast = underway > 0 ? Duration.ZERO : Duration.between(last, now);
        return limit.waitAfter(count(limit, now) + underway, sinceLast);
    }
}
