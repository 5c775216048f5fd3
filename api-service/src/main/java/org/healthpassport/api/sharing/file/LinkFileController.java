package org.healthpassport.api.sharing.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.secret.SealedTokens;
import org.healthpassport.api.access.decision.AccessRefusal;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.LinkMaker;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.document.Documents;
import org.healthpassport.api.document.content.DocumentSharing;
import org.healthpassport.api.document.content.SharedDocument;
import org.healthpassport.api.sharing.HealthLink;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodes;
import org.healthpassport.api.sharing.jwe.SealedFile;
import org.healthpassport.api.sharing.jwe.SealedStream;
import org.healthpassport.api.sharing.limit.LinkLimits;
import org.healthpassport.edge.body.BodyBytes;
import org.healthpassport.edge.limit.SlotClaim;
import org.healthpassport.edge.request.ClientAddress;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Serves the files of a link, each at an address that recipients got when they opened the link. If the link was used up
 * or closed by wrong passcodes meanwhile, its files are still served, as these recipients were let in before; but none of
 * a link that a representative made who may not share any more.
 */
@RestController
final class LinkFileController {
    private static final MediaType JOSE = MediaType.valueOf(SealedFile.MEDIA_TYPE);

    private final QrCodes qrCodes;
    private final SealedTokens<FileToken> tokens;
    private final LinkFiles files;
    private final DocumentSharing documents;
    private final LinkLimits limits;
    private final PatientAccess access;
    private final AccessLog accessLog;
    private final Clock clock;

    LinkFileController(
            QrCodes qrCodes,
            SealedTokens<FileToken> tokens,
            LinkFiles files,
            DocumentSharing documents,
            LinkLimits limits,
            PatientAccess access,
            AccessLog accessLog,
            Clock clock) {
        this.qrCodes = qrCodes;
        this.tokens = tokens;
        this.files = files;
        this.documents = documents;
        this.limits = limits;
        this.access = access;
        this.accessLog = accessLog;
        this.clock = clock;
    }

    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = SealedFile.MEDIA_TYPE, schema = @Schema(type = "string", format = "binary")))
    @GetMapping("/shl/{token}/files/{fileToken}")
    Mono<Void> file(@PathVariable String token, @PathVariable String fileToken, ServerWebExchange exchange) {
        requireGet(exchange);
        Optional<FileToken> file = tokens.open(fileToken, token);
        return qrCodes.findByToken(token)
                .flatMap(qrCode -> Mono.justOrEmpty(file)
                        .filter(opened -> isServed(qrCode, opened))
                        .doOnNext(opened -> limits.file(qrCode.id()))
                        .flatMap(opened -> answer(qrCode, opened, exchange))
                        .onErrorResume(Refused.with(AccessRefusal.NoSuchPatient.class), lost -> Mono.empty())
                        .switchIfEmpty(Mono.defer(() -> refuse(qrCode, file))))
                .switchIfEmpty(Mono.defer(() -> accessLog.deny(DenialReason.INVALID_LINK, closed())))
                .then();
    }

    private boolean isServed(Snapshot<QrCodeState> qrCode, FileToken file) {
        return qrCode.state().kind() == QrCodeKind.HEALTH_LINK
                && qrCode.state().isServed(clock.instant())
                && qrCode.id().equals(file.qrCodeId());
    }

    /** Without this, Spring would answer HEAD like GET: it would read the whole file and send nothing of it. */
    private static void requireGet(ServerWebExchange exchange) {
        if (exchange.getRequest().getMethod() == HttpMethod.HEAD) {
            throw new MethodNotAllowedException(HttpMethod.HEAD, Set.of(HttpMethod.GET));
        }
    }

    /** Emits something if there is such a file, once it is sent. */
    private Mono<Boolean> answer(Snapshot<QrCodeState> qrCode, FileToken file, ServerWebExchange exchange) {
        String address = ClientAddress.of(exchange.getRequest().getRemoteAddress());
        SlotClaim claim = SlotClaim.ofStranger(address, file.recipient().name());
        ServerHttpResponse response = exchange.getResponse();
        Mono<Boolean> sent = access.readByLink(
                        qrCode.state().maker(),
                        use(qrCode, file),
                        AccessScope.SHARE,
                        grant -> found(grant, qrCode, file, claim, response.bufferFactory()))
                .flatMap(answer -> send(answer, response).thenReturn(true));
        return file.kind() == FileToken.Kind.DOCUMENT ? limits.sendingDocument(claim, sent) : sent;
    }

    private Mono<Answer> found(
            Grant grant, Snapshot<QrCodeState> qrCode, FileToken file, SlotClaim claim, DataBufferFactory buffers) {
        return file.kind() == FileToken.Kind.DOCUMENT
                ? documents
                        .find(grant, String.valueOf(file.documentId()))
                        .map(document -> streamed(grant, qrCode, document, buffers))
                : files.one(grant, qrCode, file, claim).map(found -> whole(found.jwe()));
    }

    private static Answer whole(String jwe) {
        return new Answer(jwe.length(), Flux.just(jwe.getBytes(US_ASCII)));
    }

    private static Access.LinkUse use(Snapshot<QrCodeState> qrCode, FileToken file) {
        String patientId = qrCode.state().patientId();
        String recipient = file.recipient().name();
        LinkMaker maker = qrCode.state().maker();
        String makerId = maker == null ? null : maker.accountId();
        return file.documentId() == null
                ? new Access.LinkUse(patientId, QrCodes.RESOURCE_TYPE, qrCode.id(), recipient, makerId)
                : new Access.LinkUse(patientId, Documents.RESOURCE_TYPE, file.documentId(), recipient, makerId);
    }

    private Answer streamed(
            Grant grant, Snapshot<QrCodeState> qrCode, SharedDocument document, DataBufferFactory buffers) {
        HealthLink link = qrCode.state().link();
        String contentType = document.contentType();
        Flux<byte[]> body = Flux.defer(() -> {
            SealedStream stream = new SealedStream(link.key(), contentType);
            return Flux.concat(
                    Mono.fromSupplier(stream::beginning),
                    documents.content(grant, document, buffers).map(plain -> stream.next(BodyBytes.take(plain))),
                    Mono.fromSupplier(stream::end));
        });
        return new Answer(
                SealedStream.length(contentType, document.sizeBytes()),
                access.whileAllowed(isStillOpen(qrCode.id(), clock.instant()), body));
    }

    /** Asks again if the link is neither paused nor revoked, and its maker may share; its time counts at the beginning. */
    private Mono<Boolean> isStillOpen(String qrCodeId, Instant begin) {
        return Mono.defer(() -> qrCodes.find(qrCodeId))
                .map(Snapshot::state)
                .filter(qrCode -> qrCode.isServed(begin))
                .flatMap(qrCode -> access.allowsLink(qrCode.maker(), qrCode.patientId(), AccessScope.SHARE))
                .defaultIfEmpty(false);
    }

    /**
     * Completes when the network has taken the whole answer, and not already when it is produced: until then a reader
     * costs memory, and keeps the slot.
     */
    private static Mono<Void> send(Answer answer, ServerHttpResponse response) {
        response.getHeaders().setContentType(JOSE);
        response.getHeaders().setContentLength(answer.length());
        return response.writeWith(answer.body().map(response.bufferFactory()::wrap));
    }

    /** The patient sees it, as the address proves whose link it is. */
    private Mono<Boolean> refuse(Snapshot<QrCodeState> qrCode, Optional<FileToken> file) {
        limits.opening(qrCode.id());
        String recipient = file.map(opened -> opened.recipient().name()).orElse(null);
        return accessLog
                .record(new Access.Denial(qrCode.state().patientId(), DenialReason.INVALID_LINK, recipient))
                .then(Mono.error(closed()));
    }

    private static Refused closed() {
        return new LinkRefusal.Closed().asException();
    }

    /** @param length of the body in bytes */
    private record Answer(long length, Flux<byte[]> body) {}
}
