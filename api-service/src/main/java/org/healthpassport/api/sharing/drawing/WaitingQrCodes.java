package org.healthpassport.api.sharing.drawing;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.waiting.WorkerRetrySettings;
import org.healthpassport.aggregates.waiting.WorkerTask;
import org.healthpassport.aggregates.waiting.WorkerWait;
import org.healthpassport.api.sharing.QrCodeDecisions;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodeStatus;
import org.healthpassport.api.sharing.QrCodes;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The QR codes that are waiting to be drawn. */
@Component
final class WaitingQrCodes implements WorkerTask {
    private final QrCodes qrCodes;
    private final SealedTexts sealedTexts;
    private final WorkerRetrySettings settings;

    WaitingQrCodes(QrCodes qrCodes, SealedTexts sealedTexts, WorkerRetrySettings settings) {
        this.qrCodes = qrCodes;
        this.sealedTexts = sealedTexts;
        this.settings = settings;
    }

    @Override
    public String name() {
        return QrCodes.WORK;
    }

    @Override
    public String collection() {
        return QrCodes.COLLECTION;
    }

    /** The text is encrypted again from the state, as the event that carried it may be gone. */
    @Override
    public Mono<WorkerWait> driveAgain(String qrCodeId, Instant now) {
        return qrCodes.find(qrCodeId)
                .filter(found -> found.state().status() == QrCodeStatus.REQUESTED)
                .flatMap(found -> sealedTexts.of(qrCodeId, found.state()))
                .flatMap(text -> driveAgain(qrCodeId, text, now));
    }

    private Mono<WorkerWait> driveAgain(String qrCodeId, byte[] text, Instant now) {
        AtomicReference<@Nullable WorkerWait> driven = new AtomicReference<>();
        return qrCodes.change(qrCodeId, qrCode -> {
                    Decision<QrCodeState> decision = QrCodeDecisions.driveAgain(qrCode, text, now, settings);
                    driven.set(
                            decision instanceof Decision.Accepted<QrCodeState> accepted
                                    ? accepted.state().waiting()
                                    : null);
                    return decision;
                })
                .mapNotNull(qrCode -> driven.get());
    }
}
