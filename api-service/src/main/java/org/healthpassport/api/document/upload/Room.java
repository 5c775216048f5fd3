package org.healthpassport.api.document.upload;

import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemException;
import org.healthpassport.api.problem.ProblemType;

/**
 * How large a document may still be.
 *
 * @param beyond why a larger one is refused
 */
record Room(long bytes, ProblemType beyond) {
    /** What the parts around the file may add to a request. */
    private static final long FORM_BYTES = 64 * 1024;

    static Room of(long maxBytes, long quotaBytes, long usedBytes) {
        long left = Math.max(0, quotaBytes - usedBytes);
        return left < maxBytes ? new Room(left, ProblemType.STORAGE_FULL) : new Room(maxBytes, ProblemType.TOO_LARGE);
    }

    /** Fails with 413 or 507 if there is no room for a file of that many bytes. */
    void require(long fileBytes) {
        if (fileBytes > bytes) {
            throw problem();
        }
    }

    /** The same, by the size of a whole request; one of unknown (negative) size passes. */
    void requireForRequest(long contentLength) {
        require(contentLength - FORM_BYTES);
    }

    private ProblemException problem() {
        return Problem.of(beyond, "At most " + bytes + " bytes can be taken.").asException();
    }
}
