package org.healthpassport.api.sharing.passcode;

import java.time.Instant;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.Recipient;
import org.healthpassport.events.EventType;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.healthpassport.events.qrcode.QrCodeOpened;
import org.healthpassport.events.qrcode.QrCodePasscodeRefused;

/** The outcome of opening a link, decided on its state alone. */
public sealed interface OpeningDecision {

    /** The change to save before the request is answered. */
    Decision<QrCodeState> decision();

    /** The link opens, which costs one use. */
    record Opened(String qrCodeId, QrCodeState state, Recipient recipient) implements OpeningDecision {

        @Override
        public Decision<QrCodeState> decision() {
            QrCodeOpened opened = new QrCodeOpened(qrCodeId, state.patientId(), state.uses());
            return Decision.accept(state, new NewEvent(EventType.QR_CODE_OPENED, opened).given(recipient.name()));
        }
    }

    /** The passcode is wrong, which costs one attempt. */
    record WrongPasscode(String qrCodeId, QrCodeState state, Recipient recipient) implements OpeningDecision {

        @Override
        public Decision<QrCodeState> decision() {
            QrCodePasscodeRefused refused =
                    new QrCodePasscodeRefused(qrCodeId, state.patientId(), state.remainingAttempts());
            return Decision.accept(
                    state, new NewEvent(EventType.QR_CODE_PASSCODE_REFUSED, refused).refused(recipient.name()));
        }
    }

    /**
     * The passcode is missing. That costs no attempt: clients that do not know yet whether a passcode is needed ask
     * without one, and must not close the link by asking.
     */
    record NoPasscode(QrCodeState state) implements OpeningDecision {

        @Override
        public Decision<QrCodeState> decision() {
            return Decision.unchanged();
        }
    }

    /** The link is closed, for now or for good; recipients do not learn why. */
    record Closed() implements OpeningDecision {

        @Override
        public Decision<QrCodeState> decision() {
            return Decision.unchanged();
        }
    }

    /** The result of checking the passcode, which matters only if the link has one. */
    enum Passcode {
        RIGHT,
        WRONG,
        NONE
    }

    static OpeningDecision decide(Snapshot<QrCodeState> qrCode, Passcode passcode, Recipient recipient, Instant now) {
        QrCodeState state = qrCode.state();
        if (state.kind() != QrCodeKind.HEALTH_LINK || !state.isOpen(now)) {
            return new Closed();
        }
        if (!state.link().asksForPasscode() || passcode == Passcode.RIGHT) {
            return new Opened(qrCode.id(), state.opened(), recipient);
        }
        return passcode == Passcode.NONE
                ? new NoPasscode(state)
                : new WrongPasscode(qrCode.id(), state.passcodeRefused(), recipient);
    }
}
