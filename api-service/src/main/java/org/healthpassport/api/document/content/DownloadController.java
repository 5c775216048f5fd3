package org.healthpassport.api.document.content;

import com.github.benmanes.caffeine.cache.Ticker;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.secret.SealedTokens;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessRefusal;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.document.DocumentRefusal;
import org.healthpassport.api.document.Documents;
import org.healthpassport.edge.limit.MinuteThrottle;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.access.Interaction;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Serves the content of documents to holders of an access token or a link. */
@RestController
final class DownloadController {
    private static final int DEFAULT_SECONDS = 300;
    private static final int MAX_SECONDS = 3_600;
    /** Of the links of a document, in a minute: nobody fills the list of a patient with a link that is over. */
    private static final int DENIALS_SHOWN = 20;

    private final Documents documents;
    private final DocumentContent content;
    private final DocumentSending sending;
    private final DocumentDownloads downloads;
    private final SealedTokens<DownloadToken> tokens;
    private final PatientAccess access;
    private final AccessLog accessLog;
    private final PublicUrl publicUrl;
    private final Clock clock;
    private final MinuteThrottle denials = new MinuteThrottle(DENIALS_SHOWN, Ticker.systemTicker());

    DownloadController(
            Documents documents,
            DocumentContent content,
            DocumentSending sending,
            DocumentDownloads downloads,
            SealedTokens<DownloadToken> tokens,
            PatientAccess access,
            AccessLog accessLog,
            PublicUrl publicUrl,
            Clock clock) {
        this.documents = documents;
        this.content = content;
        this.sending = sending;
        this.downloads = downloads;
        this.tokens = tokens;
        this.access = access;
        this.accessLog = accessLog;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    @GetMapping("/api/patients/{patientId}/documents/{documentId}/content")
    Mono<Void> content(
            Caller caller,
            @PathVariable String patientId,
            @PathVariable String documentId,
            ServerWebExchange exchange) {
        return downloads.send(caller, patientId, documentId, exchange, UnaryOperator.identity());
    }

    @PostMapping("/api/patients/{patientId}/documents/{documentId}/download-links")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<DownloadLink> link(
            Caller caller,
            @PathVariable String patientId,
            @PathVariable String documentId,
            @RequestBody(required = false) @Nullable LinkRequest request) {
        int seconds =
                request == null || request.expiresInSeconds() == null ? DEFAULT_SECONDS : request.expiresInSeconds();
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw InvalidInput.at("/expiresInSeconds", "must be from 1 to " + MAX_SECONDS)
                    .asException();
        }
        Instant expiresAt = clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds);
        return documents.read(
                caller,
                patientId,
                documentId,
                Interaction.SHARE,
                (grant, document) -> link(new DownloadToken(patientId, documentId, grant.madeBy(caller), expiresAt)));
    }

    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    @GetMapping("/api/downloads/{token}")
    Mono<Void> download(@PathVariable String token, ServerWebExchange exchange) {
        return tokens.openOfAnyAge(token)
                .map(link -> download(link, exchange))
                .orElseGet(() -> accessLog.deny(DenialReason.INVALID_LINK, invalidLink()));
    }

    private Mono<Void> download(DownloadToken link, ServerWebExchange exchange) {
        Mono<Void> sent = clock.instant().isBefore(link.expiresAt())
                ? sending.sendToStranger(exchange, link.documentId(), opened(link, exchange))
                : Mono.error(invalidLink());
        return sent.onErrorResume(Refused.class, refused -> denied(link, refused));
    }

    private Mono<ResponseEntity<Flux<DataBuffer>>> opened(DownloadToken link, ServerWebExchange exchange) {
        return access.readByLink(
                        link.maker(),
                        new Access.LinkUse(
                                link.patientId(),
                                Documents.RESOURCE_TYPE,
                                link.documentId(),
                                null,
                                link.maker().accountId()),
                        AccessScope.DOCUMENTS_LINK,
                        grant -> documents
                                .ofLink(grant, link.documentId())
                                .map(document -> downloads.whileAllowed(
                                        access.allowsLink(link.maker(), link.patientId(), AccessScope.DOCUMENTS_LINK),
                                        content.respond(grant, document, exchange))))
                .onErrorMap(Refused.with(AccessRefusal.NoSuchPatient.class), lost -> invalidLink());
    }

    private DownloadLink link(DownloadToken token) {
        return new DownloadLink(publicUrl.of("/api/downloads/" + tokens.seal(token)), token.expiresAt());
    }

    /** The patient sees it, as the seal proves whose link it is; of a flood, the rest is counted without the patient. */
    private Mono<Void> denied(DownloadToken link, Refused refused) {
        return denials.begin(link.documentId()).isEmpty()
                ? access.deny(link.patientId(), DenialReason.INVALID_LINK, refused)
                : accessLog.deny(DenialReason.INVALID_LINK, refused);
    }

    private static Refused invalidLink() {
        return new DocumentRefusal.InvalidLink().asException();
    }

    /** @param expiresInSeconds 1 to 3600, default 300 */
    record LinkRequest(@Schema(example = "300") @Nullable Integer expiresInSeconds) {}

    record DownloadLink(URI url, Instant expiresAt) {
        /** Leaves out the address, as it alone gives access. */
        @Override
        public String toString() {
            return "DownloadLink[until " + expiresAt + "]";
        }
    }
}
