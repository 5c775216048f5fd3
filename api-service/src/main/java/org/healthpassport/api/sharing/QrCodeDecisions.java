package org.healthpassport.api.sharing;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Restoration;
import org.healthpassport.aggregates.Restoration.LostEvent;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.waiting.WorkerRetrySettings;
import org.healthpassport.aggregates.waiting.WorkerWait;
import org.healthpassport.events.EventType;
import org.healthpassport.events.qrcode.QrCodeFailed;
import org.healthpassport.events.qrcode.QrCodeFailure;
import org.healthpassport.events.qrcode.QrCodeOpened;
import org.healthpassport.events.qrcode.QrCodePasscodeRefused;
import org.healthpassport.events.qrcode.QrCodePaused;
import org.healthpassport.events.qrcode.QrCodeReady;
import org.healthpassport.events.qrcode.QrCodeRequested;
import org.healthpassport.events.qrcode.QrCodeRevoked;
import org.jspecify.annotations.Nullable;

/** Decides on commands of the patient and reports of the worker about a QR code, from its state alone. */
public final class QrCodeDecisions {

    private QrCodeDecisions() {}

    public static NewEvent requested(String qrCodeId, QrCodeState state, byte[] sealedText) {
        return new NewEvent(
                EventType.QR_CODE_REQUESTED,
                new QrCodeRequested(qrCodeId, state.patientId(), state.kind(), ByteBuffer.wrap(sealedText)));
    }

    /** Asks the worker again for a QR code that it has not reported yet, if a reminder is due. */
    public static Decision<QrCodeState> driveAgain(
            Snapshot<QrCodeState> qrCode, byte[] sealedText, Instant now, WorkerRetrySettings settings) {
        QrCodeState state = qrCode.state();
        WorkerWait waiting = state.waiting();
        if (waiting == null || !waiting.isDue(now)) {
            return Decision.unchanged();
        }
        return state.statusAt(now) == QrCodeStatus.EXPIRED
                ? Decision.accept(state.waitingNoMore())
                : Decision.accept(
                        state.waiting(waiting.again(now, settings)),
                        requested(qrCode.id(), state, sealedText).again());
    }

    /** Applies a drawing. A repeated or late one changes nothing; one that comes after a failure is accepted. */
    public static Decision<QrCodeState> drawn(Snapshot<QrCodeState> qrCode, byte[] packedSymbol) {
        QrCodeState state = qrCode.state();
        if (state.status() == QrCodeStatus.READY || state.status() == QrCodeStatus.REVOKED) {
            return Decision.unchanged();
        }
        return Decision.accept(
                state.drawn(packedSymbol),
                new NewEvent(EventType.QR_CODE_READY, new QrCodeReady(qrCode.id(), state.patientId())));
    }

    public static Decision<QrCodeState> failed(Snapshot<QrCodeState> qrCode, QrCodeFailure reason) {
        QrCodeState state = qrCode.state();
        if (state.status() != QrCodeStatus.REQUESTED) {
            return Decision.unchanged();
        }
        return Decision.accept(
                state.failed(reason),
                new NewEvent(EventType.QR_CODE_FAILED, new QrCodeFailed(qrCode.id(), state.patientId(), reason)));
    }

    /** Gives nothing out for now. */
    public static Decision<QrCodeState> pause(Snapshot<QrCodeState> qrCode, Instant now) {
        if (!qrCode.state().isAlive(now)) {
            return Decision.refuse(new SharingRefusal.Over());
        }
        return qrCode.state().pausedAt() == null ? pausedSince(qrCode, now) : Decision.unchanged();
    }

    /** Gives everything out again. */
    public static Decision<QrCodeState> resume(Snapshot<QrCodeState> qrCode, Instant now) {
        if (!qrCode.state().isAlive(now)) {
            return Decision.refuse(new SharingRefusal.Over());
        }
        return qrCode.state().pausedAt() == null ? Decision.unchanged() : pausedSince(qrCode, null);
    }

    private static Decision<QrCodeState> pausedSince(Snapshot<QrCodeState> qrCode, @Nullable Instant since) {
        QrCodeState state = qrCode.state();
        return Decision.accept(
                state.paused(since),
                new NewEvent(
                        EventType.QR_CODE_PAUSED, new QrCodePaused(qrCode.id(), state.patientId(), since != null)));
    }

    /**
     * The rules for a QR code when the store was restored from a backup. If nobody knows what happened to it since, it is paused:
     * who made it knows whether it may go on.
     */
    static Restoration<QrCodeState> restoration() {
        return new Restoration<>(
                (restored, lost) -> {
                    QrCodeState state = restored;
                    for (LostEvent event : lost.events()) {
                        state = after(state, event);
                    }
                    return state;
                },
                (qrCode, now) -> qrCode.state().isServed(now) ? pausedSince(qrCode, now) : Decision.unchanged());
    }

    /** Without its payload, an event is taken for the one that leaves least open. */
    private static QrCodeState after(QrCodeState state, LostEvent event) {
        return switch (event.type()) {
            case QR_CODE_REVOKED -> state.revoked();
            case QR_CODE_PAUSED ->
                state.paused(
                        event.payload(QrCodePaused.class)
                                        .map(QrCodePaused::getPaused)
                                        .orElse(true)
                                ? event.time()
                                : null);
            case QR_CODE_OPENED ->
                state.used(
                        event.payload(QrCodeOpened.class)
                                .map(QrCodeOpened::getUses)
                                .orElse(state.uses() + 1),
                        state.remainingAttempts(),
                        state.pausedAt());
            case QR_CODE_PASSCODE_REFUSED ->
                state.used(
                        state.uses(),
                        event.payload(QrCodePasscodeRefused.class)
                                .map(QrCodePasscodeRefused::getRemainingAttempts)
                                .orElse(Math.max(0, state.remainingAttempts() - 1)),
                        state.pausedAt());
            default -> state;
        };
    }

    public static Decision<QrCodeState> revoke(Snapshot<QrCodeState> qrCode) {
        QrCodeState state = qrCode.state();
        if (state.status() == QrCodeStatus.REVOKED) {
            return Decision.unchanged();
        }
        return Decision.accept(
                state.revoked(),
                new NewEvent(EventType.QR_CODE_REVOKED, new QrCodeRevoked(qrCode.id(), state.patientId())));
    }
}
