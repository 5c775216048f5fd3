package org.healthpassport.api.document.upload;

import java.util.function.LongFunction;
import org.healthpassport.aggregates.refusal.Refusal;

/**
 * The largest size that a document of a patient may have.
 *
 * @param beyond the refusal of a larger document, by the bytes that it may have
 */
record UploadLimit(long bytes, LongFunction<? extends Refusal> beyond) {
    /** Allowance for the other parts of the form. */
    private static final long FORM_BYTES = 64 * 1024;

    static UploadLimit of(long maxBytes, long quotaBytes, long usedBytes) {
        long left = Math.max(0, quotaBytes - usedBytes);
        return left < maxBytes
                ? new UploadLimit(left, UploadRefusal.NoRoomForFile::new)
                : new UploadLimit(maxBytes, UploadRefusal.FileTooLarge::new);
    }

    /** Refused if a file of that many bytes is too large. */
    void require(long fileBytes) {
        if (fileBytes > bytes) {
            throw beyond.apply(bytes).asException();
        }
    }

    /** Like {@link #require}, for the size of the whole request; an unknown (negative) size passes. */
    void requireForRequest(long contentLength) {
        require(contentLength - FORM_BYTES);
    }
}
