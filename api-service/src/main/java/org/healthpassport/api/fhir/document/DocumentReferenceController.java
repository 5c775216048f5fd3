package org.healthpassport.api.fhir.document;

import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.fhir.FhirAddress;
import org.healthpassport.api.fhir.FhirRefusal;
import org.healthpassport.api.fhir.Preference;
import org.healthpassport.api.record.version.RecordAnswer;
import org.healthpassport.edge.condition.IfMatch;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Documents as FHIR {@code DocumentReference}. A document never changes, so there is no update. */
@RestController
@RequestMapping(
        path = FhirAddress.BASE + "/DocumentReference",
        produces = {RecordAnswer.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE})
final class DocumentReferenceController {
    private final FhirDocuments documents;
    private final ReceivingDocument receiving;

    DocumentReferenceController(FhirDocuments documents, ReceivingDocument receiving) {
        this.documents = documents;
        this.receiving = receiving;
    }

    /**
     * Creates a document of the bytes in the only attachment.
     *
     * @return 201, once it is durable; it may be on its way to the object store then
     */
    @PostMapping(consumes = {RecordAnswer.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE})
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ResponseEntity<byte[]>> create(
            Caller caller,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestHeader(name = "If-None-Exist", required = false) @Nullable String ifNoneExist,
            @RequestHeader(name = Preference.HEADER, required = false) @Nullable String prefer,
            ServerHttpRequest request) {
        if (ifNoneExist != null) {
            throw new FhirRefusal.NoCondition().asException();
        }
        return receiving
                .receive(caller, IdempotencyKey.of(idempotencyKey), request)
                .map(document -> documents.created(document, Preference.of(prefer)));
    }

    @GetMapping("/{documentId}")
    Mono<ResponseEntity<byte[]>> read(Caller caller, @PathVariable String documentId) {
        return documents.read(caller, documentId);
    }

    /** Needs no condition, as FHIR's clients send none (R4, http.html#delete). */
    @DeleteMapping("/{documentId}")
    Mono<ResponseEntity<Void>> delete(
            Caller caller,
            @PathVariable String documentId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch) {
        return documents
                .delete(caller, documentId, IfMatch.optional(ifMatch).butNot(ifNoneMatch))
                .thenReturn(ResponseEntity.noContent().build());
    }
}
