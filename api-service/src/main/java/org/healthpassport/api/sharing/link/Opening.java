package org.healthpassport.api.sharing.link;

import java.time.Instant;
import org.healthpassport.api.aggregate.Decision;
import org.healthpassport.api.aggregate.NewEvent;
import org.healthpassport.api.aggregate.Version;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.file.Recipient;
import org.healthpassport.events.EventType;
import org.healthpassport.events.qrcode.QrCodeOpened;
import org.healthpassport.events.qrcode.QrCodePasscodeRefused;

/** What opening a link comes to, decided on its state alone. */
sealed interface Opening {

    /** How to save it, before anything of it is answered. */
    Decision<QrCodeState> decision();

    /** It opens: one use more. */
    record Opened(String qrCodeId, QrCodeState state, Recipient recipient) implements Opening {

        @Override
        public Decision<QrCodeState> decision() {
            QrCodeOpened opened = new QrCodeOpened(qrCodeId, state.patientId(), state.uses());
            return Decision.accept(state, new NewEvent(EventType.QR_CODE_OPENED, opened).given(recipient.name()));
        }
    }

    /** A wrong passcode: one attempt less. */
    record WrongPasscode(String qrCodeId, QrCodeState state, Recipient recipient) implements Opening {

        @Override
        public Decision<QrCodeState> decision() {
            QrCodePasscodeRefused refused =
                    new QrCodePasscodeRefused(qrCodeId, state.patientId(), state.remainingAttempts());
            return Decision.accept(
                    state, new NewEvent(EventType.QR_CODE_PASSCODE_REFUSED, refused).refused(recipient.name()));
        }
    }

    /**
     * No passcode, where one is needed. That costs no attempt, as it tries none: a client that cannot know yet whether
     * there is one asks like this, and must not close the link by asking.
     */
    record NoPasscode(QrCodeState state) implements Opening {

        @Override
        public Decision<QrCodeState> decision() {
            return Decision.unchanged();
        }
    }

    /** It is closed, for now or for good; nobody outside learns why. */
    record Closed() implements Opening {

        @Override
        public Decision<QrCodeState> decision() {
            return Decision.unchanged();
        }
    }

    /** A passcode as it was found to be, which is looked at only where the link asks for one. */
    enum Passcode {
        RIGHT,
        WRONG,
        NONE
    }

    static Opening decide(Version<QrCodeState> qrCode, Passcode passcode, Recipient recipient, Instant now) {
        QrCodeState state = qrCode.state();
        if (!state.isOpen(now)) {
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
