package org.healthpassport.api.document.upload;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.document.DocumentType;
import org.healthpassport.api.document.metadata.DocumentView;
import org.healthpassport.edge.url.PublicUrl;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Receives one file in a form (RFC 7578) with the parts {@code file}, {@code type}, {@code title}, {@code patientId}.
 */
@RestController
final class UploadController {
    static final String OWN = "/api/patient/upload-document";
    static final String OF_PATIENT = "/api/patients/{patientId}/documents";

    private final DocumentUploads uploads;
    private final PublicUrl publicUrl;

    UploadController(DocumentUploads uploads, PublicUrl publicUrl) {
        this.uploads = uploads;
        this.publicUrl = publicUrl;
    }

    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                            schema = @Schema(implementation = UploadParts.class)))
    @PostMapping(path = OWN, consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<ResponseEntity<DocumentView>> upload(
            Caller caller,
            @RequestParam @Nullable String patientId,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestHeader(name = HttpHeaders.CONTENT_LENGTH, defaultValue = "-1") long contentLength,
            @RequestBody Flux<PartEvent> parts) {
        return receive(caller, patientId, idempotencyKey, contentLength, parts);
    }

    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                            schema = @Schema(implementation = UploadParts.class)))
    @PostMapping(path = OF_PATIENT, consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<ResponseEntity<DocumentView>> uploadFor(
            Caller caller,
            @PathVariable String patientId,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestHeader(name = HttpHeaders.CONTENT_LENGTH, defaultValue = "-1") long contentLength,
            @RequestBody Flux<PartEvent> parts) {
        return receive(caller, patientId, idempotencyKey, contentLength, parts);
    }

    private Mono<ResponseEntity<DocumentView>> receive(
            Caller caller,
            @Nullable String patientId,
            @Nullable String idempotencyKey,
            long contentLength,
            Flux<PartEvent> parts) {
        return uploads.receive(caller, patientId, IdempotencyKey.of(idempotencyKey), null, contentLength, parts)
                .map(document -> ResponseEntity.accepted()
                        .location(publicUrl.of(DocumentView.path(document)))
                        .body(DocumentView.of(document, publicUrl)));
    }

    /** The parts of an upload, for the description of the API only: their bytes are read as they come. */
    private record UploadParts(
            @Schema(type = "string", format = "binary", requiredMode = Schema.RequiredMode.REQUIRED)
            String file,

            @Nullable DocumentType type,
            @Nullable String title,
            @Nullable String patientId) {}
}
