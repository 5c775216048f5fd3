package org.healthpassport.qrworker;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.healthpassport.events.PayloadBytes;
import org.healthpassport.events.qrcode.DrawingOutcome;
import org.healthpassport.events.qrcode.QrCodeDrawn;
import org.healthpassport.events.qrcode.QrCodeFailure;
import org.healthpassport.events.qrcode.QrCodeRequested;
import org.healthpassport.qrcode.symbol.ErrorCorrection;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.healthpassport.qrcode.symbol.TooMuchData;
import org.healthpassport.vault.key.QrCodePart;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeys;

/** Opens the sealed text of a QR code, encodes it as a symbol and seals the symbol. Neither is stored in the clear. */
final class QrCodeDrawing {
    /** The level that SMART Health Links require. */
    private static final ErrorCorrection LEVEL = ErrorCorrection.M;

    private final PatientKeys patientKeys;

    QrCodeDrawing(PatientKeys patientKeys) {
        this.patientKeys = patientKeys;
    }

    /**
     * The outcome is FAILED only if a retry cannot help; temporary failures are thrown.
     *
     * @throws PatientKeysDamaged if the patient's keys were damaged; the request may be fine
     * @throws org.healthpassport.vault.key.UnknownKey if another key than this worker's wrapped them
     */
    QrCodeDrawn draw(QrCodeRequested request) {
        Optional<SubjectKeys> keys = patientKeys.of(request.getPatientId());
        try {
            return keys.isEmpty() ? failed(request, QrCodeFailure.KEYS_DESTROYED) : drawn(request, keys.get());
        } catch (TooMuchData e) {
            return failed(request, QrCodeFailure.PAYLOAD_TOO_LONG);
        }
    }

    private static QrCodeDrawn drawn(QrCodeRequested request, SubjectKeys keys) throws TooMuchData {
        String qrCodeId = request.getQrCodeId();
        byte[] text;
        try {
            text = QrCodePart.TEXT.open(keys, qrCodeId, PayloadBytes.of(request.getSealedPayload()));
        } catch (SealBroken e) { // The keys are right, because they were unwrapped from a seal of their own.
            return failed(request, QrCodeFailure.PAYLOAD_UNREADABLE);
        }
        if (text.length == 0) {
            return failed(request, QrCodeFailure.PAYLOAD_UNREADABLE);
        }
        byte[] symbol = QrSymbol.encode(text, LEVEL).packed();
        return new QrCodeDrawn(
                qrCodeId,
                request.getPatientId(),
                DrawingOutcome.DRAWN,
                null,
                ByteBuffer.wrap(QrCodePart.SYMBOL.seal(keys, qrCodeId, symbol)));
    }

    private static QrCodeDrawn failed(QrCodeRequested request, QrCodeFailure reason) {
        return new QrCodeDrawn(request.getQrCodeId(), request.getPatientId(), DrawingOutcome.FAILED, reason, null);
    }
}
