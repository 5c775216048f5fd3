package org.healthpassport.api.document;

import java.time.Instant;
import org.healthpassport.aggregates.waiting.WorkerWait;
import org.jspecify.annotations.Nullable;

/**
 * The state of a document.
 *
 * @param description null once deleted: nothing but the existence of the document is kept
 * @param objectName name in the object store, from {@code STORED} on
 * @param reason the reason why the document could not be stored
 * @param waiting reminders for the worker while it is {@code RECEIVED}; null in other states
 */
public record DocumentState(
        String patientId,
        DocumentType type,
        DocumentStatus status,
        String uploadedBy,
        Instant uploadedAt,
        @Nullable DocumentDescription description,
        @Nullable String objectName,
        @Nullable String reason,
        @Nullable WorkerWait waiting) {

    DocumentState waiting(WorkerWait forTheWorker) {
        return new DocumentState(
                patientId, type, status, uploadedBy, uploadedAt, description, objectName, reason, forTheWorker);
    }

    DocumentState stored(String storedAs) {
        return new DocumentState(
                patientId, type, DocumentStatus.STORED, uploadedBy, uploadedAt, description, storedAs, null, null);
    }

    DocumentState failed(String why) {
        return new DocumentState(
                patientId, type, DocumentStatus.FAILED, uploadedBy, uploadedAt, description, objectName, why, null);
    }

    DocumentState deleted() {
        return new DocumentState(
                patientId, type, DocumentStatus.DELETED, uploadedBy, uploadedAt, null, null, null, null);
    }

    public boolean isDeleted() {
        return status == DocumentStatus.DELETED;
    }
}
