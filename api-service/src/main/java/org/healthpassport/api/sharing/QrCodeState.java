package org.healthpassport.api.sharing;

import java.time.Instant;
import org.healthpassport.aggregates.waiting.WorkerWait;
import org.healthpassport.api.access.decision.LinkMaker;
import org.healthpassport.events.qrcode.QrCodeFailure;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.jspecify.annotations.Nullable;

/**
 * The state of a QR code.
 *
 * @param uses number of times that its link was opened
 * @param remainingAttempts number of wrong passcodes that its link still accepts in its lifetime
 * @param status never {@code EXPIRED}, as that follows from the time
 * @param failure the reason why it could not be drawn; null unless {@code FAILED}
 * @param symbol packed; null until it is drawn
 * @param waiting reminders for the worker while it is {@code REQUESTED}; null in other states, and
 *     once the worker is not asked again as the link has expired
 * @param pausedAt the time since when nothing is given out for now; null unless it is paused
 * @param maker who made it for the patient, as it gives nothing out once they may not; null for the patient in person
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
        @Nullable WorkerWait waiting,
        @Nullable Instant pausedAt,
        @Nullable LinkMaker maker) {
    /** For the lifetime of a link: low enough that even the shortest passcode is hardly ever guessed. */
    public static final int ATTEMPTS = 10;

    /** A new QR code, which is not drawn yet. */
    public static QrCodeState requested(
            String patientId, QrCodeKind kind, HealthLink link, SharedContent content, @Nullable LinkMaker maker) {
        return new QrCodeState(
                patientId, kind, link, content, 0, ATTEMPTS, QrCodeStatus.REQUESTED, null, null, null, null, maker);
    }

    /**
     * The state with these reminders, which end when the QR code expires, as a picture of an expired link is of no use.
     */
    public QrCodeState waiting(WorkerWait forTheWorker) {
        return drawn(status, failure, symbol, forTheWorker.notBeyond(link.expiresAt()));
    }

    public QrCodeState waitingNoMore() {
        return drawn(status, failure, symbol, null);
    }

    public QrCodeState drawn(byte[] packedSymbol) {
        return drawn(QrCodeStatus.READY, null, packedSymbol, null);
    }

    public QrCodeState failed(QrCodeFailure why) {
        return drawn(QrCodeStatus.FAILED, why, null, null);
    }

    public QrCodeState revoked() {
        return drawn(QrCodeStatus.REVOKED, null, null, null).paused(null);
    }

    public QrCodeState opened() {
        return used(uses + 1, remainingAttempts, pausedAt);
    }

    public QrCodeState passcodeRefused() {
        return used(uses, remainingAttempts - 1, pausedAt);
    }

    /** The same QR code, which gives nothing out since that time, or gives it out again. */
    public QrCodeState paused(@Nullable Instant since) {
        return used(uses, remainingAttempts, since);
    }

    /** The same QR code at another point of its way to the picture. */
    private QrCodeState drawn(
            QrCodeStatus nowStatus,
            @Nullable QrCodeFailure nowFailure,
            byte @Nullable [] nowSymbol,
            @Nullable WorkerWait nowWaiting) {
        return new QrCodeState(
                patientId,
                kind,
                link,
                content,
                uses,
                remainingAttempts,
                nowStatus,
                nowFailure,
                nowSymbol,
                nowWaiting,
                pausedAt,
                maker);
    }

    /** The same QR code, of which others made another use. */
    QrCodeState used(int nowUses, int nowRemainingAttempts, @Nullable Instant nowPausedAt) {
        return new QrCodeState(
                patientId,
                kind,
                link,
                content,
                nowUses,
                nowRemainingAttempts,
                status,
                failure,
                symbol,
                waiting,
                nowPausedAt,
                maker);
    }

    public QrCodeStatus statusAt(Instant now) {
        if (!isAlive(now)) {
            return status == QrCodeStatus.REVOKED ? status : QrCodeStatus.EXPIRED;
        }
        return pausedAt == null ? status : QrCodeStatus.PAUSED;
    }

    /** True if it is neither revoked nor expired. */
    public boolean isAlive(Instant now) {
        return status != QrCodeStatus.REVOKED && now.isBefore(link.expiresAt());
    }

    /** True if it gives something out: recipients who opened it before can still fetch its files. */
    public boolean isServed(Instant now) {
        return isAlive(now) && pausedAt == null;
    }

    /** True if its link can be opened again. */
    public boolean isOpen(Instant now) {
        Integer maxUses = link.maxUses();
        return isServed(now) && remainingAttempts > 0 && (maxUses == null || uses < maxUses);
    }

    /** Leaves out personal data and secrets, as records end up in logs. */
    @Override
    public String toString() {
        return "QrCodeState[" + kind + ", " + status + ']';
    }
}
