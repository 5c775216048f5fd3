package org.healthpassport.api.sharing.code;

import java.time.Instant;
import org.healthpassport.api.sharing.SharedContent;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.jspecify.annotations.Nullable;

/** A request for a QR code whose members are all valid. */
record QrCodeOrder(
        QrCodeKind kind,
        SharedContent content,
        Instant expiresAt,
        @Nullable String passcode,
        @Nullable Integer maxUses,
        @Nullable String label) {

    /** Leaves out personal data and secrets, as records end up in logs. */
    @Override
    public String toString() {
        return "QrCodeOrder[...]";
    }
}
