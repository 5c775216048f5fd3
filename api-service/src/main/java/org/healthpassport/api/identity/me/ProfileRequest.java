package org.healthpassport.api.identity.me;

import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.api.identity.member.SentName;
import org.jspecify.annotations.Nullable;

/** The body of a change of the own account: members that are missing stay as they are. */
record ProfileRequest(
        @Schema(example = "{\"given\": \"Ada\", \"family\": \"Example\"}") @Nullable
        SentName name,

        @Schema(example = "1980-05-17") @Nullable String birthDate,

        @Schema(
                example = "ada@example.org",
                description = "Needs a login within the last 15 minutes. Used once its owner has confirmed it.")
        @Nullable
        String email) {

    @Override
    public String toString() {
        return "ProfileRequest[...]";
    }
}
