package org.healthpassport.api.document.content;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored document, for somebody with whom its patient shares it.
 *
 * @param type such as {@code LAB_REPORT}
 * @param fileName the name on the uploader's system, without folders
 * @param contentType as detected from the bytes
 * @param superseded true if whoever sent it says that another one took its place
 */
public record SharedDocument(
        String patientId,
        String documentId,
        String type,
        @Nullable String title,
        String fileName,
        String contentType,
        long sizeBytes,
        Instant uploadedAt,
        boolean superseded) {

    /** Leaves out personal data, as records end up in logs. */
    @Override
    public String toString() {
        return "SharedDocument[" + documentId + ']';
    }
}
