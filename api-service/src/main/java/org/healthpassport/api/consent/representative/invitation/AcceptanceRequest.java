package org.healthpassport.api.consent.representative.invitation;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of an acceptance, as it was sent. */
record AcceptanceRequest(
        @Schema(example = "q3hZk0oVYxk3m0n1gq8D3kq8m2m5vJr0cO1Yt7xWc2E") @Nullable
        String invitation) {

    @Override
    public String toString() {
        return "AcceptanceRequest[...]";
    }
}
