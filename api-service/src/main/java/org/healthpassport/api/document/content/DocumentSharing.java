package org.healthpassport.api.document.content;

import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.document.DocumentFailure;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The documents that a patient can share with others. */
public interface DocumentSharing {

    /** The document; empty if it is not stored, or belongs to another patient. */
    Mono<SharedDocument> find(Grant grant, String documentId);

    /**
     * The plain bytes of a document, exactly {@link SharedDocument#sizeBytes}; refused if it was deleted
     * meanwhile; fails with a {@link DocumentFailure} if the bytes cannot be read now. Emits buffers on threads for blocking work.
     */
    Flux<DataBuffer> content(Grant grant, SharedDocument document, DataBufferFactory buffers);
}
