package org.healthpassport.api.sharing;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a request about a QR code or its link is refused. */
public sealed interface SharingRefusal extends Refusal {

    /** Nobody learns if the patient has no such QR code, or another patient has it. */
    record NoSuchQrCode() implements SharingRefusal {}

    /** The QR code is revoked or expired, so it can neither be paused nor resumed. */
    record Over() implements SharingRefusal {}

    /** This instance has just started, and does not know yet which links were revoked last. */
    record NotYet() implements SharingRefusal {

        @Override
        public boolean passes() {
            return true;
        }
    }

    /** Other requests change the QR code all the time. */
    record Contended() implements SharingRefusal {

        @Override
        public boolean passes() {
            return true;
        }
    }
}
