package org.healthpassport.api.document;

import java.time.Duration;
import org.healthpassport.api.access.stamp.Actor;
import org.healthpassport.api.problem.DependencyAway;
import org.healthpassport.api.request.Correlation;
import org.healthpassport.bus.EventHandler;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.events.Event;
import org.healthpassport.events.document.DocumentProcessed;
import org.springframework.stereotype.Component;

/** Applies what the document worker reports, one report after the other, on the consumer's own thread. */
@Component
final class ProcessingResults implements EventHandler {
    /** Far longer than a write takes; the consumer comes again afterwards. */
    private static final Duration APPLIED_WITHIN = Duration.ofSeconds(30);

    private final Documents documents;

    ProcessingResults(Documents documents) {
        this.documents = documents;
    }

    @Override
    public void handle(Event event) {
        DocumentProcessed report = event.payload(DocumentProcessed.class);
        try {
            documents
                    .apply(report)
                    .contextWrite(Correlation.causedBy(event)::into)
                    .contextWrite(Actor.service(event.type().source())::into)
                    .timeout(APPLIED_WITHIN)
                    .block();
        } catch (RuntimeException failure) { // whatever it is goes on; only what passes is told apart
            throw DependencyAway.caused(failure) ? new TransientFailure("MongoDB is away", failure) : failure;
        }
    }
}
