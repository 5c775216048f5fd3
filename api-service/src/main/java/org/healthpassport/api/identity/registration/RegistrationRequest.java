package org.healthpassport.api.identity.registration;

import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.api.access.Role;
import org.jspecify.annotations.Nullable;

/** The body of a registration as it was sent: any member may be missing or nonsense. */
record RegistrationRequest(
        @Nullable Role role,
        @Nullable String email,
        @Nullable String password,
        @Nullable Name name,

        @Schema(example = "1980-05-17", description = "A day, or 1980-05 or 1980 if no more is known; of patients only")
        @Nullable
        String birthDate,

        @Nullable String licenseNumber,
        @Nullable String hospitalId,
        @Nullable String organizationName) {

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
