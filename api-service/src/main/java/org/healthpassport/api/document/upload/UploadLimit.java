package org.healthpassport.api.document.upload;

import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;

/**
 * The largest size that a document of a patient may have.
 *
 * @param beyond the problem of a larger document
 */
record UploadLimit(long bytes, ProblemType beyond) {
    /** Allowance for the other parts of the form. */
    private static final long FORM_BYTES = 64 * 1024;

    static UploadLimit of(long maxBytes, long quotaBytes, long usedBytes) {
        long left = Math.max(0, quotaBytes - usedBytes);
        return left < maxBytes
                ? new UploadLimit(left, ProblemType.STORAGE_FULL)
                : new UploadLimit(maxBytes, ProblemType.TOO_LARGE);
    }

    /** Fails with 413 or 507 if a file of that many bytes is too large. */
    void require(long fileBytes) {
        if (fileBytes > bytes) {
            throw problem();
        }
    }

    /** Like {@link #require}, for the size of the whole request; an unknown (negative) size passes. */
    void requireForRequest(long contentLength) {
        require(contentLength - FORM_BYTES);
    }

    private ProblemException problem() {
        return Problem.of(beyond, "The file is too large: it can have at most " + bytes + " bytes.")
                .asException();
    }
}
