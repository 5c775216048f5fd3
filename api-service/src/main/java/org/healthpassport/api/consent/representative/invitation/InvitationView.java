package org.healthpassport.api.consent.representative.invitation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * An invitation as its inviter sees it once.
 *
 * @param invitation the code, to be handed over as text or as a QR code
 */
record InvitationView(
        String representativeId,

        @Schema(
                example = "q3hZk0oVYxk3m0n1gq8D3kq8m2m5vJr0cO1Yt7xWc2E",
                description = "Hand it over to the representative, as text or as a QR code; it can be used once")
        String invitation,

        Instant invitationExpiresAt) {

    @Override
    public String toString() {
        return "InvitationView[" + representativeId + ']';
    }
}
