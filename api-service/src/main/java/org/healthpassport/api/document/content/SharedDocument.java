package org.healthpassport.api.document.content;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored document, for somebody whom its patient shows it to.
 *
 * @param type such as {@code LAB_REPORT}
 * @param fileName as the uploader's system named it, without folders
 * @param contentType as detected from the bytes
 */
public record SharedDocument(
        String patientId,
        String documentId,
        String type,
        @Nullable String title,
        String fileName,
        String contentType,
        long sizeBytes,
        Instant uploadedAt) {

    /** Without what is personal, as records end up in logs. */
    @Override
    public String toString() {
        return "SharedDocument[" + documentId + ']';
    }
}
