package org.healthpassport.api.sharing.code;

import java.time.Clock;
import java.time.Instant;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodeStatus;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.jspecify.annotations.Nullable;
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
    private final Clock clock;

    QrCodePictureController(OwnQrCodes qrCodes, Clock clock) {
        this.qrCodes = qrCodes;
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
