package org.healthpassport.api.document.upload;

/** The largest size that a document may have. */
record UploadLimit(long bytes) {
    /** Allowance for the other parts of the form. */
    private static final long FORM_BYTES = 64 * 1024;

    /** The least size of the file in a request; negative if unknown. */
    static long fileBytes(long contentLength) {
        return contentLength - FORM_BYTES;
    }

    /** Refused if a file of that many bytes is too large. */
    void require(long fileBytes) {
        if (fileBytes > bytes) {
            throw new UploadRefusal.FileTooLarge(bytes).asException();
        }
    }

    /** Like {@link #require}, for the size of the whole request; an unknown (negative) size passes. */
    void requireForRequest(long contentLength) {
        require(fileBytes(contentLength));
    }
}
