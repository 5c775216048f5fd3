package org.healthpassport.api.document.content;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a patient can show of their documents to others; whoever asks decides that they may, and records that they did.
 */
public interface ShareableDocuments {

    /** The document; empty where there is none that is stored, and where it is another patient's. */
    Mono<SharedDocument> find(String patientId, String documentId);

    /**
     * Its plain bytes, as many as {@link SharedDocument#sizeBytes} says; fails with 410 where it was deleted meanwhile,
     * and with 503 where they cannot be read now. Buffers come on threads that may be blocked.
     */
    Flux<DataBuffer> content(SharedDocument document, DataBufferFactory buffers);
}
