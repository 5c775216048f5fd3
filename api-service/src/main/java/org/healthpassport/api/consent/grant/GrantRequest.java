package org.healthpassport.api.consent.grant;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a grant, as it was sent: any member may be missing or nonsense. */
record GrantRequest(
        @Nullable SentGrantee grantee,

        @ArraySchema(schema = @Schema(example = "RECORDS_READ")) @Nullable
        List<@Nullable String> scopes,

        @Schema(example = "2030-05-17T09:30:00Z", description = "The end of the consent; none if it is absent")
        @Nullable
        String expiresAt) {

    /** @param id of a doctor's account, or of a hospital */
    record SentGrantee(
            @Schema(example = "DOCTOR") @Nullable String type,

            @Schema(example = "0199f1a4-0c58-7d41-9be2-7f06c5d83a14") @Nullable
            String id) {}
}
