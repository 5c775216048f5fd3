package org.healthpassport.edge.problem;

import java.time.Duration;

/** The problems of full storage. They name no part and no path, as these matter only to the operator. */
public final class StorageFullProblems {
    /** Trying again earlier is useless, as somebody must make room first. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(60);

    private StorageFullProblems() {}

    /** The problem of a write that failed as there was no space, and left nothing behind. */
    public static Problem problem() {
        return problem("The storage of this service is full, so nothing was stored. Try again later.");
    }

    /** The same problem with another detail. */
    public static Problem problem(String detail) {
        return Problem.of(ProblemType.STORAGE_FULL, detail).retryAfter(RETRY_AFTER);
    }
}
