package org.healthpassport.api.sharing.code;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.LinkMaker;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageAnswers;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.sharing.LinkTexts;
import org.healthpassport.api.sharing.OwnQrCodes;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodeStatus;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Serves the QR codes of a patient to the patient and those who may share for them. */
@RestController
@RequestMapping("/api/patients/{patientId}/qr-codes")
final class QrCodeController {
    private final RequestingQrCode requesting;
    private final OwnQrCodes qrCodes;
    private final LinkTexts texts;
    private final PageAnswers answers;
    private final PublicUrl publicUrl;
    private final Clock clock;

    QrCodeController(
            RequestingQrCode requesting,
            OwnQrCodes qrCodes,
            LinkTexts texts,
            PageAnswers answers,
            PublicUrl publicUrl,
            Clock clock) {
        this.requesting = requesting;
        this.qrCodes = qrCodes;
        this.texts = texts;
        this.answers = answers;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<ResponseEntity<Requested>> request(
            Caller caller,
            @PathVariable String patientId,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody QrCodeRequest request) {
        return requesting
                .request(caller, patientId, IdempotencyKey.of(idempotencyKey), request)
                .map(created -> ResponseEntity.status(HttpStatus.ACCEPTED)
                        .location(publicUrl.of("/api/patients/" + patientId + "/qr-codes/" + created.id()))
                        // A repeat gets the first answer, although it may have been drawn since.
                        .body(new Requested(created.id(), created.state().kind(), QrCodeStatus.REQUESTED)));
    }

    @GetMapping
    Mono<ResponseEntity<Page<QrCodeEntry>>> list(
            Caller caller,
            @PathVariable String patientId,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        return answers.<QrCodeState, Map<LinkMaker, OwnQrCodes.Maker>, QrCodeEntry>page(
                        qrCodes.list(caller, patientId, page.after()),
                        page,
                        found -> qrCodes.makers(patientId, found),
                        this::view,
                        UnreadableQrCode::of)
                .map(found -> answers.answer(request, found));
    }

    @GetMapping("/{qrCodeId}")
    Mono<ResponseEntity<QrCodeView>> get(Caller caller, @PathVariable String patientId, @PathVariable String qrCodeId) {
        return qrCodes.read(
                caller,
                patientId,
                qrCodeId,
                Interaction.READ,
                (grant, found) -> qrCodes.makers(patientId, List.of(found))
                        .map(makers -> ResponseEntity.ok()
                                .eTag(IfMatch.entityTag(found.version()))
                                .body(view(found, makers))));
    }

    @DeleteMapping("/{qrCodeId}")
    Mono<ResponseEntity<Void>> revoke(Caller caller, @PathVariable String patientId, @PathVariable String qrCodeId) {
        return qrCodes.revoke(caller, patientId, qrCodeId)
                .thenReturn(ResponseEntity.noContent().build());
    }

    @Operation(
            summary = "Pause a QR code",
            description =
                    "From the next request on, nothing is served, and clinicians who scan it learn nothing. 409 once it"
                            + " is revoked or expired.")
    @PostMapping("/{qrCodeId}/pause")
    Mono<ResponseEntity<Void>> pause(Caller caller, @PathVariable String patientId, @PathVariable String qrCodeId) {
        return qrCodes.pause(caller, patientId, qrCodeId)
                .thenReturn(ResponseEntity.noContent().build());
    }

    @Operation(summary = "Resume a QR code that is paused", description = "409 once it is revoked or expired.")
    @PostMapping("/{qrCodeId}/resumption")
    Mono<ResponseEntity<Void>> resume(Caller caller, @PathVariable String patientId, @PathVariable String qrCodeId) {
        return qrCodes.resume(caller, patientId, qrCodeId)
                .thenReturn(ResponseEntity.noContent().build());
    }

    private QrCodeView view(Snapshot<QrCodeState> qrCode, Map<LinkMaker, OwnQrCodes.Maker> makers) {
        return QrCodeView.of(qrCode, makers, texts, clock.instant());
    }

    /** The answer to a request for a QR code. */
    record Requested(String qrCodeId, QrCodeKind kind, QrCodeStatus status) {}
}
