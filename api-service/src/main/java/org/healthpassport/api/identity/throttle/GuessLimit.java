package org.healthpassport.api.identity.throttle;

import java.time.Duration;

/**
 * The pace at which somebody may guess. After ten failures each further attempt has to wait: 1 s, 2 s, 4 s and so on, up to a
 * longest delay. Failures are forgotten one by one as time passes, and at most as many are kept as the longest delay
 * needs, so that nobody waits long because of other people's failures.
 */
record GuessLimit(Duration longestDelay, Duration oneForgottenAfter) {
    /** Each account is worth few guesses. */
    static final GuessLimit OF_ACCOUNT = new GuessLimit(Duration.ofMinutes(5), Duration.ofMinutes(10));
    /** Many innocent people may share an address. */
    static final GuessLimit OF_ADDRESS = new GuessLimit(Duration.ofSeconds(4), Duration.ofMinutes(1));

    private static final int FREE_ATTEMPTS = 10;
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

    /** The number of failures that are kept. */
    int mostFailures() {
        return FREE_ATTEMPTS + Long.SIZE - Long.numberOfLeadingZeros(longestDelay.dividedBy(FIRST_DELAY) - 1);
    }

    /**
     * The time to wait before the next attempt; zero if it may proceed.
     *
     * @param sinceLast the time since the last failure
     */
    Duration waitAfter(long failures, Duration sinceLast) {
        if (failures < FREE_ATTEMPTS) {
            return Duration.ZERO;
        }
        int doublings = (int) Math.min(failures, mostFailures()) - FREE_ATTEMPTS;
        Duration delay = FIRST_DELAY.multipliedBy(1L << doublings);
        Duration left = (delay.compareTo(longestDelay) < 0 ? delay : longestDelay).minus(sinceLast);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
