package org.healthpassport.api.identity.registration;

import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.api.access.Role;
import org.jspecify.annotations.Nullable;

/** The body of a registration as it was sent: any member may be missing or nonsense. */
record RegistrationRequest(
        @Nullable Role role,
        @Schema(example = "ada@example.org") @Nullable String email,
        @Schema(example = "correct horse battery") @Nullable String password,
        @Nullable Name name,

        @Schema(example = "1980-05-17", description = "A day, or 1980-05 or 1980 if no more is known; of patients only")
        @Nullable
        String birthDate,

        @Schema(example = "L-77") @Nullable String licenseNumber,

        @Schema(example = "0198c7a2-0000-7000-8000-000000000001") @Nullable
        String hospitalId,

        @Schema(example = "General Hospital") @Nullable String organizationName) {

    /** One of the two is enough. */
    record Name(
            @Schema(example = "Ada") @Nullable String given,
            @Schema(example = "Example") @Nullable String family) {

        @Override
        public String toString() {
            return "Name[...]";
        }
    }

    @Override
    public String toString() {
        return "RegistrationRequest[" + role + ']';
    }
}
