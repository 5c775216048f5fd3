package org.healthpassport.api.document;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a document.
 *
 * @param description null once deleted: then nothing is kept but that it existed
 * @param objectName in the object store, from {@code STORED} on
 * @param reason why it has failed
 */
public record DocumentState(
        String patientId,
        DocumentType type,
        DocumentStatus status,
        String uploadedBy,
        Instant uploadedAt,
        @Nullable DocumentDescription description,
        @Nullable String objectName,
        @Nullable String reason) {

    DocumentState stored(String storedAs) {
        return new DocumentState(
                patientId, type, DocumentStatus.STORED, uploadedBy, uploadedAt, description, storedAs, null);
    }

    DocumentState failed(String why) {
        return new DocumentState(
                patientId, type, DocumentStatus.FAILED, uploadedBy, uploadedAt, description, objectName, why);
    }

    DocumentState deleted() {
        return new DocumentState(patientId, type, DocumentStatus.DELETED, uploadedBy, uploadedAt, null, null, null);
    }

    boolean isDeleted() {
        return status == DocumentStatus.DELETED;
    }
}
