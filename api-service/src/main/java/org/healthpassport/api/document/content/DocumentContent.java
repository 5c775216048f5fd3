package org.healthpassport.api.document.content;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.document.DocumentBytes;
import org.healthpassport.api.document.DocumentDescription;
import org.healthpassport.api.document.DocumentFailure;
import org.healthpassport.api.document.DocumentRefusal;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.document.Documents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Answers with a document's bytes, all or one range (RFC 9110, 14), always as an attachment and never as a page of this
 * site. The bytes of a document never change, so its id is their entity tag.
 */
@Component
final class DocumentContent {
    private static final Logger log = LoggerFactory.getLogger(DocumentContent.class);
    /** Two segments of the encryption. The network holds up to 128 buffers of an answer that its client does not read. */
    static final int BUFFER_BYTES = 8 * 1024;

    private final Documents documents;
    private final DocumentBytes bytes;

    DocumentContent(Documents documents, DocumentBytes bytes) {
        this.documents = documents;
        this.bytes = bytes;
    }

    /** Answers 200 or 206, and 416 for a range beyond the end; refused if the document was deleted. */
    ResponseEntity<Flux<DataBuffer>> respond(
            Grant grant, Snapshot<DocumentState> document, ServerWebExchange exchange) {
        DocumentDescription description = document.state().description();
        if (description == null) {
            throw new DocumentRefusal.DocumentDeleted().asException();
        }
        String entityTag = '"' + document.id() + '"';
        HttpHeaders request = exchange.getRequest().getHeaders();
        long size = description.sizeBytes();
        ByteRange range = ByteRange.asked(request, entityTag, size);
        if (range.length() <= 0) {
            ErrorResponseException refusal = new ErrorResponseException(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
            refusal.getHeaders().set(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
            throw refusal;
        }
        ResponseEntity.BodyBuilder response = ResponseEntity.status(
                        range.isPartial() ? HttpStatus.PARTIAL_CONTENT : HttpStatus.OK)
                .eTag(entityTag)
                .header(HttpHeaders.ACCEPT_RANGES, "bytes")
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment(description))
                .contentType(MediaType.parseMediaType(description.contentType()))
                .contentLength(range.length());
        if (range.isPartial()) {
            response.header(HttpHeaders.CONTENT_RANGE, range.contentRange());
        }
        return exchange.getRequest().getMethod() == HttpMethod.HEAD
                ? response.build()
                : response.body(
                        read(grant, document, range, exchange.getResponse().bufferFactory()));
    }

    /** The plain bytes of the range, read on threads for blocking work. */
    Flux<DataBuffer> read(Grant grant, Snapshot<DocumentState> document, ByteRange range, DataBufferFactory buffers) {
        Flux<DataBuffer> content = bytes.open(grant, document)
                .switchIfEmpty(Mono.defer(
                        () -> documents.reload(grant, document).flatMap(current -> bytes.open(grant, current))))
                .switchIfEmpty(Mono.error(() -> lost(document)))
                .flatMapMany(channel ->
                        DataBufferUtils.readByteChannel(() -> channel.position(range.start()), buffers, BUFFER_BYTES))
                .subscribeOn(bytes.forDownloads())
                .doOnDiscard(SeekableByteChannel.class, DocumentContent::close);
        return DataBufferUtils.takeUntilByteCount(content, range.length());
    }

    private static Throwable lost(Snapshot<DocumentState> document) {
        log.error("Expected the bytes of document {} to be staged or stored, but they are neither", document.id());
        return new DocumentFailure(DocumentFailure.Reason.LOST);
    }

    private static void close(SeekableByteChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            log.warn("Expected to close the channel of a document, but it failed: {}", failure.toString());
        }
    }

    private static String attachment(DocumentDescription description) {
        return ContentDisposition.attachment()
                .filename(description.fileName(), StandardCharsets.UTF_8)
                .build()
                .toString();
    }
}
