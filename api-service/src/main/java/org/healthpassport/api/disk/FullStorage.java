package org.healthpassport.api.disk;

import java.time.Duration;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;

/** What is answered when there is no room; it names no part and no path, which are the operator's concern. */
public final class FullStorage {
    /** Nothing happens before somebody has made room. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(60);

    private FullStorage() {}

    /** A write that failed for want of space, and left nothing. */
    public static Problem problem() {
        return problem("The storage of this service is full, so nothing was stored. Try again later.");
    }

    /** The same with a detail of its own. */
    public static Problem problem(String detail) {
        return Problem.of(ProblemType.STORAGE_FULL, detail).retryAfter(RETRY_AFTER);
    }
}
