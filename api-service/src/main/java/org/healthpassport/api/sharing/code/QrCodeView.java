package org.healthpassport.api.sharing.code;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.access.decision.LinkMaker;
import org.healthpassport.api.sharing.HealthLink;
import org.healthpassport.api.sharing.LinkTexts;
import org.healthpassport.api.sharing.OwnQrCodes;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodeStatus;
import org.healthpassport.api.sharing.SharedContent;
import org.healthpassport.events.qrcode.QrCodeFailure;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.jspecify.annotations.Nullable;

/**
 * A QR code in the API, for its patient.
 *
 * @param reason the reason why it could not be drawn
 * @param remainingAttempts number of wrong passcodes that it still accepts; absent if it has no passcode
 * @param uses number of times that the link was opened; absent for a code that opens nothing
 * @param content absent for a code that opens nothing
 * @param madeBy who made it for the patient; absent for the patient in person
 * @param payload the {@code shlink:/} text, or the code that clinicians exchange
 * @param viewUrl the text in the picture: the address of the page for the payload
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record QrCodeView(
        String qrCodeId,
        QrCodeKind kind,
        QrCodeStatus status,
        @Nullable QrCodeFailure reason,
        @Nullable String label,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Integer maxUses,
        @Nullable Integer uses,
        @Nullable Integer remainingAttempts,
        @Nullable SharedContent content,
        OwnQrCodes.@Nullable Maker madeBy,
        String payload,
        String viewUrl)
        implements QrCodeEntry {

    /** @param makers of the QR codes of the patient */
    static QrCodeView of(
            Snapshot<QrCodeState> qrCode, Map<LinkMaker, OwnQrCodes.Maker> makers, LinkTexts texts, Instant now) {
        QrCodeState state = qrCode.state();
        LinkMaker maker = state.maker();
        HealthLink link = state.link();
        boolean opens = state.kind() != QrCodeKind.PATIENT_ID;
        return new QrCodeView(
                qrCode.id(),
                state.kind(),
                state.statusAt(now),
                state.failure(),
                link.label(),
                qrCode.createdAt(),
                link.expiresAt(),
                link.maxUses(),
                opens ? state.uses() : null,
                link.asksForPasscode() ? state.remainingAttempts() : null,
                opens ? state.content() : null,
                maker == null ? null : makers.get(maker),
                texts.payload(state),
                texts.viewUrl(state));
    }

    /** Leaves out personal data and secrets, as records end up in logs. */
    @Override
    public String toString() {
        return "QrCodeView[" + qrCodeId + ", " + status + ']';
    }
}
