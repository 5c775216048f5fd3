package org.healthpassport.api.sharing.qrcode;

import org.healthpassport.api.unreadable.Unreadable;

/** A QR code in a list that is kept, but cannot be read. */
record UnreadableQrCode(String qrCodeId, Unreadable.View unreadable) implements QrCodeEntry {

    static UnreadableQrCode of(Unreadable found) {
        return new UnreadableQrCode(found.id(), found.view());
    }
}
