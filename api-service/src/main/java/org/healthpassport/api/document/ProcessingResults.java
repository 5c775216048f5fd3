package org.healthpassport.api.document;

import org.healthpassport.api.report.WorkerReport;
import org.healthpassport.bus.EventHandler;
import org.healthpassport.bus.ImpossibleValue;
import org.healthpassport.events.Event;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.ProcessingOutcome;
import org.springframework.stereotype.Component;

/**
 * Applies what the document worker reports, one report after the other, on the consumer's own thread.
 *
 * <p>A later report of a document may be applied without one that was put aside, and that one after it: each is applied
 * to the document as it is by then. A stored or deleted document stays so, and {@code STORED} is believed only of the
 * bytes that were received.
 */
@Component
final class ProcessingResults implements EventHandler {
    private final Documents documents;

    ProcessingResults(Documents documents) {
        this.documents = documents;
    }

    @Override
    public void handle(Event event) {
        DocumentProcessed report = event.payload(DocumentProcessed.class);
        if (report.getOutcome() == ProcessingOutcome.FAILED && report.getFailureReason() == null) {
            throw new ImpossibleValue("Expected a document that failed to have a reason, but it has none");
        }
        if (report.getOutcome() == ProcessingOutcome.STORED && report.getObjectName() == null) {
            throw new ImpossibleValue("Expected a stored document to have an object, but it has none");
        }
        WorkerReport.apply(event, documents.apply(report));
    }
}
