package org.healthpassport.api.sharing.code;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodeStatus;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
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
    private static final Duration DRAWN_SOON = Duration.ofSeconds(1);

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
        QrPicture picture = QrPicture.asked(format, request.getHeaders().getAccept(), size);
        return qrCodes.read(
                caller,
                patientId,
                qrCodeId,
                Interaction.DOWNLOAD,
                qrCode -> ResponseEntity.ok()
                        .contentType(picture.mediaType())
                        .body(picture.draw(symbol(qrCode.state(), clock.instant()))));
    }

    private static QrSymbol symbol(QrCodeState qrCode, Instant now) {
        if (!qrCode.isAlive(now)) {
            throw Problem.of(ProblemType.GONE, "The QR code is revoked or expired. Create a new one.")
                    .asException();
        }
        if (qrCode.symbol() != null) {
            return QrSymbol.parse(qrCode.symbol());
        }
        Problem notDrawn = qrCode.status() == QrCodeStatus.FAILED
                ? Problem.of(
                        ProblemType.NOT_DRAWN,
                        "The QR code could not be drawn. You can still send the text of its link.")
                : Problem.of(ProblemType.NOT_DRAWN, "The QR code is not drawn yet. Please try again.")
                        .retryAfter(DRAWN_SOON);
        throw notDrawn.asException();
    }
}
