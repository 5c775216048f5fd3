package org.healthpassport.api.consent.request;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a request for consent, as it was sent: any member may be missing or nonsense. */
record AskRequest(
        @ArraySchema(schema = @Schema(example = "RECORDS_READ")) @Nullable
        List<@Nullable String> scopes,

        @Schema(example = "I treat you on Monday and want to see your allergies.") @Nullable
        String reason) {

    /** Without the reason, as requests can end up in logs. */
    @Override
    public String toString() {
        return "AskRequest[" + scopes + ']';
    }
}
