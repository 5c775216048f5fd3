package org.healthpassport.api.sharing.drawing;

import java.nio.ByteBuffer;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.aggregates.waiting.WorkerReports;
import org.healthpassport.api.sharing.QrCodeDecisions;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodes;
import org.healthpassport.bus.EventHandler;
import org.healthpassport.bus.ImpossibleValue;
import org.healthpassport.events.Event;
import org.healthpassport.events.PayloadBytes;
import org.healthpassport.events.qrcode.DrawingOutcome;
import org.healthpassport.events.qrcode.QrCodeDrawn;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.healthpassport.vault.key.QrCodePart;
import org.healthpassport.vault.key.SubjectKeys;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Applies the reports of the QR worker, one after the other, on the consumer's own thread. A report whose symbol is
 * invalid, or was not sealed for this QR code, goes to the dead letters, and the QR code keeps waiting. It goes there
 * as unexpected, as a seal does not tell a forged symbol from a wrong key.
 *
 * <p>A report that was put aside may be applied after later ones: only a waiting QR code accepts a report.
 */
@Component
final class DrawingReports implements EventHandler {
    private final QrCodes qrCodes;
    private final SubjectKeyRing keyRing;

    DrawingReports(QrCodes qrCodes, SubjectKeyRing keyRing) {
        this.qrCodes = qrCodes;
        this.keyRing = keyRing;
    }

    @Override
    public void handle(Event event) {
        QrCodeDrawn report = event.payload(QrCodeDrawn.class);
        if (report.getOutcome() == DrawingOutcome.FAILED && report.getFailureReason() == null) {
            throw new ImpossibleValue("Expected the report of a failed drawing to have a reason, but it has none");
        }
        if (report.getOutcome() == DrawingOutcome.DRAWN && report.getSealedSymbol() == null) {
            throw new ImpossibleValue("Expected the report of a drawn QR code to have a symbol, but it has none");
        }
        WorkerReports.apply(event, apply(report));
    }

    /** Ignores a QR code whose patient's keys were destroyed. */
    private Mono<Snapshot<QrCodeState>> apply(QrCodeDrawn report) {
        String qrCodeId = report.getQrCodeId();
        if (report.getOutcome() == DrawingOutcome.FAILED) {
            return qrCodes.changeWithRetries(
                    qrCodeId, qrCode -> QrCodeDecisions.failed(qrCode, report.getFailureReason()));
        }
        ByteBuffer sealedSymbol = report.getSealedSymbol();
        if (report.getOutcome() != DrawingOutcome.DRAWN || sealedSymbol == null) {
            return Mono.empty();
        }
        return qrCodes.find(qrCodeId)
                .flatMap(found -> keyRing.of(found.state().patientId()))
                .map(keys -> packedSymbol(keys, qrCodeId, sealedSymbol))
                .flatMap(
                        packed -> qrCodes.changeWithRetries(qrCodeId, qrCode -> QrCodeDecisions.drawn(qrCode, packed)));
    }

    private static byte[] packedSymbol(SubjectKeys keys, String qrCodeId, ByteBuffer sealedSymbol) {
        byte[] packed = QrCodePart.SYMBOL.open(keys, qrCodeId, PayloadBytes.of(sealedSymbol));
        return QrSymbol.parse(packed).packed();
    }
}
