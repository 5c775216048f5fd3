package org.healthpassport.documents;

import java.time.Clock;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.EventHandler;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.document.DocumentDeleted;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.DocumentReceived;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.vault.object.ObjectRejected;
import org.healthpassport.vault.object.StoreRefused;
import org.healthpassport.vault.object.StoreUnavailable;
import org.healthpassport.vault.staging.StagingUnavailable;

/**
 * Stores received documents, removes deleted ones and reports the results.
 *
 * <p>Later events of a document may be handled while an earlier one is a dead letter: deleting an object that was never
 * stored succeeds. A document that is replayed after its deletion is not stored again, because its staged bytes were
 * deleted with it; the report that they are missing does not change a deleted document.
 */
final class DocumentEvents implements EventHandler {
    private final DocumentStorage storage;
    private final BackgroundStoring background;
    private final TroubledDocuments troubled;
    private final EventMacs macs;
    private final EventPublisher publisher;
    private final Clock clock;

    DocumentEvents(
            DocumentStorage storage,
            BackgroundStoring background,
            TroubledDocuments troubled,
            EventMacs macs,
            EventPublisher publisher,
            Clock clock) {
        this.storage = storage;
        this.background = background;
        this.troubled = troubled;
        this.macs = macs;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public void handle(Event event) throws Exception {
        try {
            switch (event.type()) {
                case DOCUMENT_RECEIVED -> store(event, event.payload(DocumentReceived.class));
                case DOCUMENT_DELETED -> delete(event.payload(DocumentDeleted.class));
                default -> throw new IllegalArgumentException("Expected a subscribed type, but it is " + event.type());
            }
        } catch (StoreUnavailable | StagingUnavailable e) {
            throw new TransientFailure(
                    "Expected to read a staged file and write an object, but one of the two stores is unavailable", e);
        } catch (StoreRefused | ObjectRejected e) {
            throw new ConfigurationFailure(
                    "Expected the object store to accept this service, but it refused access", e);
        }
    }

    private void store(Event event, DocumentReceived document) throws Exception {
        String documentId = document.getDocumentId();
        try {
            background.store(
                    documentId,
                    () -> {
                        report(event, storage.store(document));
                        troubled.succeeded(documentId);
                        return null;
                    },
                    failure -> failure instanceof StoreUnavailable away && !isPutAside(document, away),
                    () -> storage.delete(document.getPatientId(), documentId));
        } catch (StoreUnavailable e) {
            if (!isPutAside(document, e)) {
                throw e;
            }
        }
    }

    private boolean isPutAside(DocumentReceived document, StoreUnavailable failure) {
        return troubled.isPutAside(document.getDocumentId(), document.getCiphertextSizeBytes(), failure);
    }

    private void delete(DocumentDeleted document) {
        background.delete(
                document.getDocumentId(), () -> storage.delete(document.getPatientId(), document.getDocumentId()));
    }

    /** Returns when the result is on the bus; only then does the event count as handled. */
    private void report(Event cause, DocumentProcessed result) {
        String documentId = result.getDocumentId();
        Event event =
                Event.resultOf(cause, EventType.DOCUMENT_PROCESSED, documentId, documentId, clock.instant(), result);
        publisher.publish(macs.attest(event)).join();
    }
}
