package org.healthpassport.api.document.storing;

import java.time.Instant;
import org.healthpassport.aggregates.waiting.WorkerTask;
import org.healthpassport.aggregates.waiting.WorkerWait;
import org.healthpassport.api.document.Documents;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The documents that are waiting to be stored. */
@Component
final class WaitingDocuments implements WorkerTask {
    private final Documents documents;

    WaitingDocuments(Documents documents) {
        this.documents = documents;
    }

    @Override
    public String name() {
        return Documents.WORK;
    }

    @Override
    public String collection() {
        return Documents.COLLECTION;
    }

    @Override
    public Mono<WorkerWait> driveAgain(String documentId, Instant now) {
        return documents.driveAgain(documentId, now);
    }
}
