package org.healthpassport.api.document;

import java.time.Instant;
import org.healthpassport.api.waiting.Waiting;
import org.healthpassport.api.waiting.WaitingWork;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The documents that are waiting to be stored. */
@Component
final class WaitingDocuments implements WaitingWork {
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
    public Mono<Waiting> driveAgain(String documentId, Instant now) {
        return documents.driveAgain(documentId, now);
    }
}
