package org.healthpassport.api.sharing.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.patient.Patients;
import org.healthpassport.api.sharing.OwnQrCodes;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodeStatus;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Serves pictures of QR codes to their patients only. */
@RestController
final class QrCodePictureController {
    private final OwnQrCodes qrCodes;
    private final Patients patients;
    private final PublicUrl publicUrl;
    private final Clock clock;

    QrCodePictureController(OwnQrCodes qrCodes, Patients patients, PublicUrl publicUrl, Clock clock) {
        this.qrCodes = qrCodes;
        this.patients = patients;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /**
     * @param format {@code png} or {@code svg}; if null, {@code Accept} decides
     * @param size pixels on each side
     */
    @GetMapping("/api/patients/{patientId}/qr-codes/{qrCodeId}/image")
    Mono<ResponseEntity<byte[]>> image(
            Caller caller,
            @PathVariable String patientId,
            @PathVariable String qrCodeId,
            @RequestParam @Nullable String format,
            @RequestParam @Nullable Integer size,
            ServerHttpRequest request) {
        QrPicture picture =
                QrPicture.asked(format, request.getHeaders().getAccept(), size).orThrow();
        return qrCodes.read(
                caller,
                patientId,
                qrCodeId,
                Interaction.DOWNLOAD,
                qrCode -> ResponseEntity.ok()
                        .contentType(picture.mediaType())
                        .body(picture.draw(
                                        symbol(qrCode.state(), clock.instant()).orThrow())
                                .orThrow()));
    }

    @Operation(
            summary = "Print a card for the wallet",
            description =
                    "For a code of kind PATIENT_ID: a page that prints as large as a bank card (85.6 x 54 mm). It has no"
                            + " health data, and no name unless it is asked for.")
    @GetMapping("/api/patients/{patientId}/qr-codes/{qrCodeId}/card")
    Mono<ResponseEntity<String>> card(
            Caller caller,
            @PathVariable String patientId,
            @PathVariable String qrCodeId,
            @Parameter(description = "true to print the patient's name") @RequestParam(defaultValue = "false")
                    boolean name) {
        return qrCodes.read(
                        caller,
                        patientId,
                        qrCodeId,
                        Interaction.DOWNLOAD,
                        (grant, qrCode) -> name(grant, name).map(owner -> card(qrCode.state(), owner.orElse(null))))
                .map(card -> ResponseEntity.ok()
                        .contentType(new MediaType(MediaType.TEXT_HTML, UTF_8))
                        .header("Content-Security-Policy", WalletCard.POLICY)
                        .body(card.html()));
    }

    private Mono<Optional<String>> name(Grant grant, boolean wanted) {
        return wanted
                ? patients.find(grant)
                        .map(patient -> Optional.of(patient.state().name().inFull()))
                : Mono.just(Optional.empty());
    }

    private WalletCard card(QrCodeState qrCode, @Nullable String owner) {
        if (qrCode.kind() != QrCodeKind.PATIENT_ID) {
            throw new PictureRefusal.NoCard().asException();
        }
        QrSymbol drawn = symbol(qrCode, clock.instant()).orThrow();
        return new WalletCard(drawn, publicUrl.base(), qrCode.link().expiresAt(), owner);
    }

    private static Ruling<QrSymbol> symbol(QrCodeState qrCode, Instant now) {
        if (!qrCode.isAlive(now)) {
            return Ruling.refuse(new PictureRefusal.NotAlive());
        }
        if (qrCode.symbol() != null) {
            return Ruling.accept(QrSymbol.parse(qrCode.symbol()));
        }
        return Ruling.refuse(
                qrCode.status() == QrCodeStatus.FAILED
                        ? new PictureRefusal.CannotBeDrawn()
                        : new PictureRefusal.NotDrawnYet());
    }
}
