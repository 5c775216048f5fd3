package org.healthpassport.api.consent.request;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of an approval, as it was sent: any member may be missing or nonsense. */
record ApprovalRequest(
        @ArraySchema(schema = @Schema(example = "RECORDS_READ")) @Nullable
        List<@Nullable String> scopes,

        @Schema(example = "2030-05-17T09:30:00Z", description = "The end of the consent; none if it is absent")
        @Nullable
        String expiresAt) {}
