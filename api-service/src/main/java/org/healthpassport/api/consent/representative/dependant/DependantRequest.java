package org.healthpassport.api.consent.representative.dependant;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a registration, as it was sent: any member may be missing or nonsense. */
record DependantRequest(
        @Nullable Name name,

        @Schema(example = "2024-05-17", description = "As precise as it is known: a day, a month or a year") @Nullable
        String birthDate) {

    /** One of both is enough. */
    @Schema(name = "DependantName", description = "At least one of given and family")
    record Name(
            @Schema(example = "Kim") @Nullable String given,
            @Schema(example = "Example") @Nullable String family) {

        @Override
        public String toString() {
            return "Name[...]";
        }
    }

    @Override
    public String toString() {
        return "DependantRequest[...]";
    }
}
