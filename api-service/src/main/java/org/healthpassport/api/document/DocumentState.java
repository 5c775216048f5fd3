package org.healthpassport.api.document;

import java.time.Instant;
import org.healthpassport.aggregates.waiting.WorkerWait;
import org.healthpassport.vault.object.folder.FileSystemObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * The state of a document.
 *
 * @param description null once deleted: nothing but the existence of the document is kept
 * @param objectName name in the object store, from {@code STORED} on
 * @param store label of the object store in which it lies, from {@code STORED} on
 * @param reason the reason why the document could not be stored
 * @param waiting reminders for the worker while it is {@code RECEIVED}; null in other states
 * @param deletion the command that deleted it; null in other states
 */
public record DocumentState(
        String patientId,
        DocumentType type,
        DocumentStatus status,
        String uploadedBy,
        Instant uploadedAt,
        @Nullable DocumentDescription description,
        @Nullable String objectName,
        @Nullable String store,
        @Nullable String reason,
        @Nullable WorkerWait waiting,
        @Nullable String deletion) {

    /** While there was but one kind of store, documents did not name it. */
    public DocumentState {
        store = objectName != null && store == null ? FileSystemObjectStore.LABEL : store;
    }

    /** A document whose bytes are staged, and of which the worker does not know yet. */
    public static DocumentState received(
            String patientId,
            DocumentType type,
            String uploadedBy,
            Instant uploadedAt,
            DocumentDescription description) {
        return new DocumentState(
                patientId,
                type,
                DocumentStatus.RECEIVED,
                uploadedBy,
                uploadedAt,
                description,
                null,
                null,
                null,
                null,
                null);
    }

    /** The document as it was received; unchanged if it is deleted, as nothing of that is kept. */
    DocumentState asReceived() {
        return description == null ? this : received(patientId, type, uploadedBy, uploadedAt, description);
    }

    DocumentState waiting(WorkerWait forTheWorker) {
        return new DocumentState(
                patientId,
                type,
                status,
                uploadedBy,
                uploadedAt,
                description,
                objectName,
                store,
                reason,
                forTheWorker,
                null);
    }

    DocumentState stored(String storedAs, String inStore) {
        return new DocumentState(
                patientId,
                type,
                DocumentStatus.STORED,
                uploadedBy,
                uploadedAt,
                description,
                storedAs,
                inStore,
                null,
                null,
                null);
    }

    DocumentState failed(String why) {
        return new DocumentState(
                patientId,
                type,
                DocumentStatus.FAILED,
                uploadedBy,
                uploadedAt,
                description,
                objectName,
                store,
                why,
                null,
                null);
    }

    DocumentState deleted(String commandId) {
        return new DocumentState(
                patientId,
                type,
                DocumentStatus.DELETED,
                uploadedBy,
                uploadedAt,
                null,
                null,
                null,
                null,
                null,
                commandId);
    }

    public boolean isDeleted() {
        return status == DocumentStatus.DELETED;
    }
}
