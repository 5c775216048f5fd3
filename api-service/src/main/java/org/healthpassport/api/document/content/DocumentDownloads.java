package org.healthpassport.api.document.content;

import java.util.function.UnaryOperator;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.document.Documents;
import org.healthpassport.events.access.Interaction;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sends the content of documents to callers, as long as they may have it. */
@Component
public final class DocumentDownloads {
    private final Documents documents;
    private final DocumentContent content;
    private final DocumentSending sending;
    private final PatientAccess access;

    DocumentDownloads(Documents documents, DocumentContent content, DocumentSending sending, PatientAccess access) {
        this.documents = documents;
        this.content = content;
        this.sending = sending;
        this.access = access;
    }

    /**
     * Sends one document.
     *
     * @param form makes the answer of the one with the file as it is, whose body is null for {@code HEAD}
     */
    public Mono<Void> send(
            Caller caller,
            String patientId,
            String documentId,
            ServerWebExchange exchange,
            UnaryOperator<ResponseEntity<Flux<DataBuffer>>> form) {
        return sending.send(
                exchange,
                caller.accountId(),
                documents.read(
                        caller,
                        patientId,
                        documentId,
                        Interaction.DOWNLOAD,
                        (grant, document) -> whileAllowed(
                                access.allows(caller.accountId(), patientId, AccessScope.DOCUMENTS_READ),
                                form.apply(content.respond(grant, document, exchange)))));
    }

    /** The same answer; it breaks off when it is not allowed any more. */
    ResponseEntity<Flux<DataBuffer>> whileAllowed(Mono<Boolean> allowed, ResponseEntity<Flux<DataBuffer>> answer) {
        Flux<DataBuffer> body = answer.getBody();
        return body == null
                ? answer
                : new ResponseEntity<>(
                        access.whileAllowed(allowed, body).doOnDiscard(DataBuffer.class, DataBufferUtils::release),
                        answer.getHeaders(),
                        answer.getStatusCode());
    }
}
