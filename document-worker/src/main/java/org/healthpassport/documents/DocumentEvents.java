package org.healthpassport.documents;

import java.io.IOException;
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
import org.healthpassport.vault.object.StoreRefused;
import org.healthpassport.vault.object.StoreUnavailable;
import org.healthpassport.vault.staging.StagingUnavailable;

/**
 * Does to objects what happened to documents, and reports it.
 *
 * <p>Later events of a document may be applied without one that was put aside: to delete what was never stored succeeds.
 * A document that is replayed after it was deleted is not stored again, because its staged bytes went with it; the report
 * that they are missing changes nothing of a deleted document.
 */
final class DocumentEvents implements EventHandler {
    private final DocumentStorage storage;
    private final EventPublisher publisher;
    private final Clock clock;

    DocumentEvents(DocumentStorage storage, EventPublisher publisher, Clock clock) {
        this.storage = storage;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public void handle(Event event) throws IOException {
        try {
            switch (event.type()) {
                case DOCUMENT_RECEIVED -> report(event, storage.store(event.payload(DocumentReceived.class)));
                case DOCUMENT_DELETED -> storage.delete(event.payload(DocumentDeleted.class));
                default -> throw new IllegalArgumentException("Expected a subscribed type, but it is " + event.type());
            }
        } catch (StoreUnavailable | StagingUnavailable e) { // whatever the adapter of that store failed with
            throw new TransientFailure("Expected to read staged files and write objects, but one is away", e);
        } catch (StoreRefused e) {
            throw new ConfigurationFailure("Expected the object store to let this service in, but it refuses", e);
        }
    }

    /** Returns when the result is on the bus: the cause counts as handled only then. */
    private void report(Event cause, DocumentProcessed result) {
        String documentId = result.getDocumentId();
        Event event =
                Event.resultOf(cause, EventType.DOCUMENT_PROCESSED, documentId, documentId, clock.instant(), result);
        publisher.publish(event).join();
    }
}
