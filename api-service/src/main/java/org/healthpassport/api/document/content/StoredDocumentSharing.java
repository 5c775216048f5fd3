package org.healthpassport.api.document.content;

import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.document.DocumentDescription;
import org.healthpassport.api.document.DocumentRefusal;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.document.Documents;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gives out documents that are stored, and no others. */
@Component
final class StoredDocumentSharing implements DocumentSharing {
    private final Documents documents;
    private final DocumentContent content;

    StoredDocumentSharing(Documents documents, DocumentContent content) {
        this.documents = documents;
        this.content = content;
    }

    @Override
    public Mono<SharedDocument> find(Grant grant, String documentId) {
        return documents.stored(grant, documentId).mapNotNull(StoredDocumentSharing::shared);
    }

    @Override
    public Flux<DataBuffer> content(Grant grant, SharedDocument document, DataBufferFactory buffers) {
        return documents
                .stored(grant, document.documentId())
                .switchIfEmpty(Mono.error(new DocumentRefusal.DocumentDeleted()::asException))
                .flatMapMany(stored -> content.read(
                        grant, stored, new ByteRange(0, document.sizeBytes(), document.sizeBytes()), buffers));
    }

    private static @Nullable SharedDocument shared(Snapshot<DocumentState> document) {
        DocumentState state = document.state();
        DocumentDescription description = state.description();
        return description == null
                ? null
                : new SharedDocument(
                        state.patientId(),
                        document.id(),
                        state.type().name(),
                        description.title(),
                        description.fileName(),
                        description.contentType(),
                        description.sizeBytes(),
                        state.uploadedAt(),
                        description.superseded());
    }
}
