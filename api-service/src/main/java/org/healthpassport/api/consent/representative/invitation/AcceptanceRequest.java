package org.healthpassport.api.consent.representative.invitation;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of an acceptance, as it was sent. */
record AcceptanceRequest(
        @Schema(example = "q3hZk0oVYxk3m0n1gq8D3kq8m2m5vJr0cO1Yt7xWc2E") @Nullable
        String invitation,

        @ArraySchema(
                schema = @Schema(example = "0199f1a4-0c58-7d41-9be2-7f06c5d83a14"),
                arraySchema =
                        @Schema(description = "Only to take a passport over: the representatives whose rights stay"))
        @Nullable
        List<@Nullable String> keepRepresentatives) {

    @Override
    public String toString() {
        return "AcceptanceRequest[...]";
    }
}
