package org.healthpassport.aggregates;

import java.time.Duration;
import reactor.util.retry.Retry;

/** An aggregate was changed by others three times while one change was decided on; nothing was saved. */
public final class ConcurrentChanges extends RuntimeException {
    /** More attempts, for about a second: for aggregates that several may change at the same time. */
    public static final Retry RETRIES = Retry.backoff(10, Duration.ofMillis(5))
            .maxBackoff(Duration.ofMillis(200))
            .filter(ConcurrentChanges.class::isInstance)
            .onRetryExhaustedThrow((retry, last) -> last.failure());

    private static final long serialVersionUID = 1L;

    ConcurrentChanges() {
        super("Expected to save a change, but the aggregate was changed by others three times", null, false, false);
    }
}
