package org.healthpassport.api.fhir.document;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.List;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.document.content.DocumentDownloads;
import org.healthpassport.api.fhir.FhirAddress;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Serves the bytes of documents at the addresses that a {@code DocumentReference} has (R4, binary.html). */
@RestController
final class BinaryController {
    private final FhirDocuments documents;
    private final DocumentDownloads downloads;

    BinaryController(FhirDocuments documents, DocumentDownloads downloads) {
        this.documents = documents;
        this.downloads = downloads;
    }

    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    @GetMapping(FhirAddress.BASE + "/Binary/{documentId}")
    Mono<Void> read(Caller caller, @PathVariable String documentId, ServerWebExchange exchange) {
        BinaryForms forms = new BinaryForms(documentId, accepted(exchange.getRequest()));
        ServerWebExchange whole = forms.mayBeJson() ? withoutRange(exchange) : exchange;
        return documents.ofPatient(
                documentId, patientId -> downloads.send(caller, patientId, documentId, whole, forms::choose));
    }

    private static List<MediaType> accepted(ServerHttpRequest request) {
        try {
            List<MediaType> accepted = request.getHeaders().getAccept();
            return accepted.isEmpty() ? List.of(MediaType.ALL) : accepted;
        } catch (InvalidMediaTypeException unreadable) {
            throw new NotAcceptableStatusException(List.of());
        }
    }

    /** A server may ignore ranges (RFC 9110, 14.2), and those of the bytes are none of the JSON. */
    private static ServerWebExchange withoutRange(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest()
                .mutate()
                .headers(headers -> {
                    headers.remove(HttpHeaders.RANGE);
                    headers.remove(HttpHeaders.IF_RANGE);
                })
                .build();
        return exchange.mutate().request(request).build();
    }
}
