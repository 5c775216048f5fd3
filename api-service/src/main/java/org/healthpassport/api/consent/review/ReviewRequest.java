package org.healthpassport.api.consent.review;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a review, as it was sent: any member may be missing or nonsense. */
record ReviewRequest(
        @Schema(example = "JUSTIFIED", description = "JUSTIFIED or NOT_JUSTIFIED") @Nullable
        String finding,

        @Schema(
                example = "The doctor was on duty in the emergency room.",
                description = "at most 500 characters; needed if it was not justified")
        @Nullable
        String note) {

    /** Without the note, as requests can end up in logs. */
    @Override
    public String toString() {
        return "ReviewRequest[...]";
    }
}
