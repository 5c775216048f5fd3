package org.healthpassport.api.sharing.code;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a picture of a QR code is not given. */
public sealed interface PictureRefusal extends Refusal {

    record UnknownFormat() implements PictureRefusal {}

    /** The client accepts none of the formats that there are. */
    record NoAcceptedFormat() implements PictureRefusal {}

    record SizeOutOfBounds(int smallest, int largest) implements PictureRefusal {}

    /** @param smallest size at which a module of this QR code has a pixel */
    record TooSmall(int smallest) implements PictureRefusal {}

    /** The QR code is revoked or expired. */
    record NotAlive() implements PictureRefusal {}

    /** Only a code that tells who the patient is has a card for the wallet. */
    record NoCard() implements PictureRefusal {}

    record NotDrawnYet() implements PictureRefusal {

        @Override
        public boolean passes() {
            return true;
        }
    }

    /** The QR code could not be drawn; its link still works. */
    record CannotBeDrawn() implements PictureRefusal {}
}
