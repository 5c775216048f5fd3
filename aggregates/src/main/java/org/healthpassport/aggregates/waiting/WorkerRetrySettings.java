package org.healthpassport.aggregates.waiting;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Sets when a worker that does not report is asked again. Each wait is twice as long as the one before, so that a worker
 * that is broken for days does not get the same work every minute.
 *
 * @param askAgainAfter the first wait
 * @param atMost the longest wait
 */
@Validated
@ConfigurationProperties("healthpassport.waiting")
public record WorkerRetrySettings(
        @DefaultValue("5m") Duration askAgainAfter,
        @DefaultValue("6h") Duration atMost) {
    /** More doublings would overflow, and exceed every limit. */
    private static final int MOST_DOUBLINGS = 20;

    @AssertTrue(
            message = "healthpassport.waiting.ask-again-after must be at least one second, "
                    + "and not above healthpassport.waiting.at-most")
    boolean isOrderly() {
        return askAgainAfter.compareTo(Duration.ofSeconds(1)) >= 0 && askAgainAfter.compareTo(atMost) <= 0;
    }

    /** The time to wait for a worker that was asked again that many times. */
    Duration patience(int drives) {
        Duration doubled = askAgainAfter.multipliedBy(1L << Math.min(drives, MOST_DOUBLINGS));
        return doubled.compareTo(atMost) < 0 ? doubled : atMost;
    }
}
