package org.healthpassport.api.sharing.code;

import org.healthpassport.aggregates.unreadable.Unreadable;

/** A list entry for a stored QR code that cannot be read. */
record UnreadableQrCode(String qrCodeId, Unreadable.View unreadable) implements QrCodeEntry {

    static UnreadableQrCode of(Unreadable found) {
        return new UnreadableQrCode(found.id(), found.view());
    }
}
