package org.healthpassport.api.sharing;

import java.time.Instant;
import org.healthpassport.api.waiting.Waiting;
import org.healthpassport.events.qrcode.QrCodeFailure;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.jspecify.annotations.Nullable;

/**
 * The state of a QR code.
 *
 * @param uses how many times its link was opened
 * @param remainingAttempts how many wrong passcodes more its link takes in its life
 * @param status never {@code EXPIRED}, which time alone tells
 * @param failure why it could not be drawn, null unless it {@code FAILED}
 * @param symbol packed, null until it is drawn
 * @param waiting how it waits for the worker while it is {@code REQUESTED}; null as well where it was saved before there was
 *     this
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record QrCodeState(
        String patientId,
        QrCodeKind kind,
        HealthLink link,
        SharedContent content,
        int uses,
        int remainingAttempts,
        QrCodeStatus status,
        @Nullable QrCodeFailure failure,
        byte @Nullable [] symbol,
        @Nullable Waiting waiting) {
    /** For the life of a link, so that even the shortest passcode is hardly ever guessed. */
    public static final int ATTEMPTS = 10;

    /** Asked for, but not drawn yet. */
    public static QrCodeState requested(String patientId, HealthLink link, SharedContent content) {
        return new QrCodeState(
                patientId,
                QrCodeKind.HEALTH_LINK,
                link,
                content,
                0,
                ATTEMPTS,
                QrCodeStatus.REQUESTED,
                null,
                null,
                null);
    }

    /** Looked at again when it expires, at the latest: nobody is asked to draw what nobody can open. */
    public QrCodeState waiting(Waiting forTheWorker) {
        return new QrCodeState(
                patientId,
                kind,
                link,
                content,
                uses,
                remainingAttempts,
                status,
                failure,
                symbol,
                forTheWorker.notBeyond(link.expiresAt()));
    }

    public QrCodeState waitingNoMore() {
        return new QrCodeState(patientId, kind, link, content, uses, remainingAttempts, status, failure, symbol, null);
    }

    public QrCodeState drawn(byte[] packedSymbol) {
        return new QrCodeState(
                patientId, kind, link, content, uses, remainingAttempts, QrCodeStatus.READY, null, packedSymbol, null);
    }

    public QrCodeState failed(QrCodeFailure why) {
        return new QrCodeState(
                patientId, kind, link, content, uses, remainingAttempts, QrCodeStatus.FAILED, why, null, null);
    }

    public QrCodeState revoked() {
        return new QrCodeState(
                patientId, kind, link, content, uses, remainingAttempts, QrCodeStatus.REVOKED, null, null, null);
    }

    public QrCodeState opened() {
        return new QrCodeState(
                patientId, kind, link, content, uses + 1, remainingAttempts, status, failure, symbol, waiting);
    }

    public QrCodeState passcodeRefused() {
        return new QrCodeState(
                patientId, kind, link, content, uses, remainingAttempts - 1, status, failure, symbol, waiting);
    }

    public QrCodeStatus statusAt(Instant now) {
        return status == QrCodeStatus.REVOKED || now.isBefore(link.expiresAt()) ? status : QrCodeStatus.EXPIRED;
    }

    /** Whether it is neither revoked nor expired: what was given out by it before can still be fetched. */
    public boolean isAlive(Instant now) {
        return status != QrCodeStatus.REVOKED && now.isBefore(link.expiresAt());
    }

    /** Whether its link can be opened once more. */
    public boolean isOpen(Instant now) {
        Integer maxUses = link.maxUses();
        return isAlive(now) && remainingAttempts > 0 && (maxUses == null || uses < maxUses);
    }

    /** Without what is personal or secret, as records end up in logs. */
    @Override
    public String toString() {
        return "QrCodeState[" + kind + ", " + status + ']';
    }
}
