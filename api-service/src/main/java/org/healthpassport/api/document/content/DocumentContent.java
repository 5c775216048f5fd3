package org.healthpassport.api.document.content;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import org.healthpassport.api.aggregate.Version;
import org.healthpassport.api.document.DocumentBytes;
import org.healthpassport.api.document.DocumentDescription;
import org.healthpassport.api.document.DocumentProblems;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.document.Documents;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;
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
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Answers with a document's bytes, whole or one range of them (RFC 9110, 14), always for saving and never as a page of
 * ours. The bytes of a document never change, so its id is their entity tag.
 */
@Component
final class DocumentContent {
    private static final Logger log = LoggerFactory.getLogger(DocumentContent.class);
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Documents documents;
    private final DocumentBytes bytes;

    DocumentContent(Documents documents, DocumentBytes bytes) {
        this.documents = documents;
        this.bytes = bytes;
    }

    /** 200, 206, 304 or 416; 410 for a document that was deleted. */
    ResponseEntity<Flux<DataBuffer>> respond(Version<DocumentState> document, ServerWebExchange exchange) {
        DocumentDescription description = document.state().description();
        if (description == null) {
            throw DocumentProblems.deleted();
        }
        String entityTag = '"' + document.id() + '"';
        HttpHeaders request = exchange.getRequest().getHeaders();
        if (request.getIfNoneMatch().contains(entityTag)) {
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED)
                    .eTag(entityTag)
                    .build();
        }
        long size = description.sizeBytes();
        ByteRange range = ByteRange.asked(request, entityTag, size);
        if (range.length() <= 0) {
            return ResponseEntity.status(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
                    .header(HttpHeaders.CONTENT_RANGE, "bytes */" + size)
                    .build();
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
                : response.body(read(document, range, exchange.getResponse().bufferFactory()));
    }

    /** The plain bytes of that range, read on threads that may be blocked. */
    Flux<DataBuffer> read(Version<DocumentState> document, ByteRange range, DataBufferFactory buffers) {
        Flux<DataBuffer> content = bytes.open(document)
                .switchIfEmpty(Mono.defer(() -> documents.reload(document).flatMap(bytes::open)))
                .switchIfEmpty(Mono.error(() -> lost(document)))
                .flatMapMany(channel ->
                        DataBufferUtils.readByteChannel(() -> channel.position(range.start()), buffers, BUFFER_BYTES))
                .subscribeOn(bytes.scheduler())
                .doOnDiscard(SeekableByteChannel.class, DocumentContent::close);
        return DataBufferUtils.takeUntilByteCount(content, range.length());
    }

    private static Throwable lost(Version<DocumentState> document) {
        log.error("The bytes of document {} are neither staged nor stored", document.id());
        return Problem.of(ProblemType.UNAVAILABLE, "The document's bytes cannot be found.")
                .asException();
    }

    private static void close(SeekableByteChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            log.warn("A document's channel could not be closed: {}", failure.toString());
        }
    }

    private static String attachment(DocumentDescription description) {
        return ContentDisposition.attachment()
                .filename(description.fileName(), StandardCharsets.UTF_8)
                .build()
                .toString();
    }
}
