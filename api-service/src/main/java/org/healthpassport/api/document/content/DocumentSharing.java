package org.healthpassport.api.document.content;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The documents that a patient can share with others. The caller decides on the access and records it. */
public interface DocumentSharing {

    /** The document; empty if it is not stored, or belongs to another patient. */
    Mono<SharedDocument> find(String patientId, String documentId);

    /**
     * The plain bytes of a document, exactly {@link SharedDocument#sizeBytes}; fails with 410 if it was deleted
     * meanwhile, and with 503 if the bytes cannot be read now. Emits buffers on threads for blocking work.
     */
    Flux<DataBuffer> content(SharedDocument document, DataBufferFactory buffers);
}
