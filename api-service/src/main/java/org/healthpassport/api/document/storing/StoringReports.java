package org.healthpassport.api.document.storing;

import org.healthpassport.aggregates.waiting.WorkerReports;
import org.healthpassport.api.document.Documents;
import org.healthpassport.bus.EventHandler;
import org.healthpassport.bus.ImpossibleValue;
import org.healthpassport.events.Event;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.ProcessingOutcome;
import org.springframework.stereotype.Component;

/**
 * Applies the reports of the document worker, one after the other, on the consumer's own thread.
 *
 * <p>A report that was put aside may be applied after later ones: each report is applied to the state of the document
 * at that time. A stored or deleted document does not change any more, and {@code STORED} is accepted only for the
 * bytes that were received.
 */
@Component
final class StoringReports implements EventHandler {
    private final Documents documents;

    StoringReports(Documents documents) {
        this.documents = documents;
    }

    @Override
    public void handle(Event event) {
        DocumentProcessed report = event.payload(DocumentProcessed.class);
        if (report.getOutcome() == ProcessingOutcome.FAILED && report.getFailureReason() == null) {
            throw new ImpossibleValue("Expected the report of a failed document to have a reason, but it has none");
        }
        if (report.getOutcome() == ProcessingOutcome.STORED && report.getObjectName() == null) {
            throw new ImpossibleValue("Expected the report of a stored document to name an object, but it names none");
        }
        WorkerReports.apply(event, documents.apply(report));
    }
}
