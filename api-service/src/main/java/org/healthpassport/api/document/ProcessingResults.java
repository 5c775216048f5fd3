package org.healthpassport.api.document;

import org.healthpassport.api.report.WorkerReport;
import org.healthpassport.bus.EventHandler;
import org.healthpassport.events.Event;
import org.healthpassport.events.document.DocumentProcessed;
import org.springframework.stereotype.Component;

/** Applies what the document worker reports, one report after the other, on the consumer's own thread. */
@Component
final class ProcessingResults implements EventHandler {
    private final Documents documents;

    ProcessingResults(Documents documents) {
        this.documents = documents;
    }

    @Override
    public void handle(Event event) {
        WorkerReport.apply(event, documents.apply(event.payload(DocumentProcessed.class)));
    }
}
