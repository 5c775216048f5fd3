package org.healthpassport.api.sharing.qrcode;

import org.healthpassport.api.unreadable.Unreadable;

/** A list entry for a stored QR code that cannot be read. */
record UnreadableQrCode(String qrCodeId, Unreadable.View unreadable) implements QrCodeEntry {

    static UnreadableQrCode of(Unreadable found) {
        return new UnreadableQrCode(found.id(), found.view());
    }
}
