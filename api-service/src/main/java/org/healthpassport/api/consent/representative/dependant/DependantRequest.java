package org.healthpassport.api.consent.representative.dependant;

import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.api.identity.member.SentName;
import org.jspecify.annotations.Nullable;

/** The body of a registration, as it was sent: any member may be missing or nonsense. */
record DependantRequest(
        @Nullable SentName name,

        @Schema(example = "2024-05-17", description = "As precise as it is known: a day, a month or a year") @Nullable
        String birthDate) {

    @Override
    public String toString() {
        return "DependantRequest[...]";
    }
}
