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
 * Stores received documents, removes deleted ones and reports the results.
 *
 * <p>Later events of a document may be handled while an earlier one is a dead letter: deleting an object that was never
 * stored succeeds. A document that is replayed after its deletion is not stored again, because its staged bytes were
 * deleted with it; the report that they are missing does not change a deleted document.
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
        } catch (StoreUnavailable | StagingUnavailable e) {
            throw new TransientFailure(
                    "Expected to read a staged file and write an object, but one of the two stores is unavailable", e);
        } catch (StoreRefused e) {
            throw new ConfigurationFailure(
                    "Expected the object store to accept this service, but it refused access", e);
        }
    }

    /** Returns when the result is on the bus; only then does the event count as handled. */
    private void report(Event cause, DocumentProcessed result) {
        String documentId = result.getDocumentId();
        Event event =
                Event.resultOf(cause, EventType.DOCUMENT_PROCESSED, documentId, documentId, clock.instant(), result);
        publisher.publish(event).join();
    }
}
