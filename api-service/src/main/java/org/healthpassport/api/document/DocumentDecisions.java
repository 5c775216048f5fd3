package org.healthpassport.api.document;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Restoration;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.waiting.WorkerRetrySettings;
import org.healthpassport.aggregates.waiting.WorkerWait;
import org.healthpassport.api.document.DocumentDescription.Ciphertext;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.events.EventType;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.document.DocumentDeleted;
import org.healthpassport.events.document.DocumentFailed;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.DocumentReceived;
import org.healthpassport.events.document.DocumentStored;
import org.healthpassport.events.document.ProcessingOutcome;
import org.healthpassport.vault.object.DocumentObject;
import org.healthpassport.vault.object.folder.FileSystemObjectStore;

/** Decides on commands and reports about a document, from its state alone. */
final class DocumentDecisions {

    private DocumentDecisions() {}

    static NewEvent received(String documentId, String patientId, Ciphertext ciphertext) {
        return new NewEvent(
                EventType.DOCUMENT_RECEIVED,
                new DocumentReceived(
                        documentId, patientId, ciphertext.sizeBytes(), ByteBuffer.wrap(ciphertext.sha256())));
    }

    /** Applies a report of the worker. A repeated or late report changes nothing; a wrong one is refused. */
    static Decision<DocumentState> apply(Snapshot<DocumentState> document, DocumentProcessed report) {
        DocumentState state = document.state();
        if (state.isDeleted() || state.status() == DocumentStatus.STORED) {
            return Decision.unchanged();
        }
        String documentId = document.id();
        if (report.getOutcome() == ProcessingOutcome.STORED) {
            if (!isOfWhatWasReceived(document, report)) {
                return Decision.refuse(new DocumentRefusal.OtherBytesReported());
            }
            String store = storeOf(report);
            return Decision.accept(
                    state.stored(report.getObjectName(), store),
                    storedIn(
                            store,
                            documentId,
                            state.patientId(),
                            description(state).ciphertext()));
        }
        if (state.status() == DocumentStatus.FAILED) {
            return Decision.unchanged();
        }
        return Decision.accept(
                state.failed(report.getFailureReason().name()),
                new NewEvent(
                        EventType.DOCUMENT_FAILED,
                        new DocumentFailed(documentId, state.patientId(), report.getFailureReason())));
    }

    /** While there was but one kind of store, reports did not name it. */
    private static String storeOf(DocumentProcessed report) {
        return report.getStore().isEmpty() ? FileSystemObjectStore.LABEL : report.getStore();
    }

    private static NewEvent storedIn(String store, String documentId, String patientId, Ciphertext ciphertext) {
        return new NewEvent(
                EventType.DOCUMENT_STORED,
                new DocumentStored(
                        documentId,
                        patientId,
                        DocumentObject.name(patientId, documentId),
                        ciphertext.sizeBytes(),
                        ByteBuffer.wrap(ciphertext.sha256()),
                        store));
    }

    private static DocumentDescription description(DocumentState state) {
        return Objects.requireNonNull(state.description(), "a document that is not deleted");
    }

    /** Notes that the object of a document now lies in another store; unchanged if it left the first one meanwhile. */
    static Decision<DocumentState> moved(Snapshot<DocumentState> document, String from, String to) {
        DocumentState state = document.state();
        String objectName = state.objectName();
        return objectName == null || !from.equals(state.store())
                ? Decision.unchanged()
                : Decision.accept(
                        state.stored(objectName, to),
                        storedIn(
                                        to,
                                        document.id(),
                                        state.patientId(),
                                        description(state).ciphertext())
                                .again());
    }

    /** Asks the worker to try a document again that could not be stored. */
    static Decision<DocumentState> retry(Snapshot<DocumentState> document, Instant now, WorkerRetrySettings settings) {
        DocumentState state = document.state();
        if (state.status() != DocumentStatus.FAILED) {
            return Decision.refuse(new DocumentRefusal.NotFailed());
        }
        return Decision.accept(
                state.asReceived().waiting(WorkerWait.begin(now, settings)),
                received(document.id(), state.patientId(), description(state).ciphertext())
                        .again());
    }

    /** Asks the worker again for a document that it has not reported yet, if a reminder is due. */
    static Decision<DocumentState> driveAgain(
            Snapshot<DocumentState> document, Instant now, WorkerRetrySettings settings) {
        DocumentState state = document.state();
        DocumentDescription description = state.description();
        WorkerWait waiting = state.waiting();
        if (description == null || waiting == null || !waiting.isDue(now)) {
            return Decision.unchanged();
        }
        return Decision.accept(
                state.waiting(waiting.again(now, settings)),
                received(document.id(), state.patientId(), description.ciphertext())
                        .again());
    }

    /** Checks the report against the received bytes, as a stored report makes the staged bytes be deleted. */
    private static boolean isOfWhatWasReceived(Snapshot<DocumentState> document, DocumentProcessed report) {
        DocumentState state = document.state();
        DocumentDescription description = state.description();
        return description != null
                && state.patientId().equals(report.getPatientId())
                && DocumentObject.name(state.patientId(), document.id()).equals(report.getObjectName())
                && description.ciphertext().sizeBytes() == report.getCiphertextSizeBytes()
                && ByteBuffer.wrap(description.ciphertext().sha256()).equals(report.getCiphertextSha256());
    }

    /** Refuses to give out a document that cannot be read in this way in its state. */
    static void requireReadable(DocumentState state, Interaction interaction) {
        boolean bytes = interaction == Interaction.DOWNLOAD || interaction == Interaction.SHARE;
        if (bytes && state.isDeleted()) {
            throw new DocumentRefusal.DocumentDeleted().asException();
        }
        if (interaction == Interaction.SHARE && state.status() != DocumentStatus.STORED) {
            throw new DocumentRefusal.NotStored().asException();
        }
    }

    /** The rules for a document when the store was restored from a backup: the bytes of a deleted one are gone. */
    static Restoration<DocumentState> restoration() {
        return Restoration.of((restored, lost) -> lost.events().stream()
                .filter(event -> event.type() == EventType.DOCUMENT_DELETED && !restored.isDeleted())
                .findFirst()
                .map(deletion -> restored.deleted(deletion.id()))
                .orElse(restored));
    }

    /**
     * @param condition on the version that is deleted
     * @param commandId names the deletion
     */
    static Decision<DocumentState> delete(Snapshot<DocumentState> document, IfMatch condition, String commandId) {
        DocumentState state = document.state();
        if (state.isDeleted()) {
            return Decision.unchanged();
        }
        if (!condition.allows(document.version())) {
            return Decision.refuse(new DocumentRefusal.StaleDocument(document.version()));
        }
        return Decision.accept(
                state.deleted(commandId),
                new NewEvent(
                        EventType.DOCUMENT_DELETED,
                        new DocumentDeleted(document.id(), state.patientId(), state.objectName())));
    }
}
