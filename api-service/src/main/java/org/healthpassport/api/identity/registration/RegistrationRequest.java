package org.healthpassport.api.identity.registration;

import org.healthpassport.api.access.Role;
import org.jspecify.annotations.Nullable;

/** The body of a registration as it was sent: any member may be missing or nonsense. */
record RegistrationRequest(
        @Nullable Role role,
        @Nullable String email,
        @Nullable String password,
        @Nullable Name name,
        @Nullable String birthDate,
        @Nullable String licenseNumber,
        @Nullable String hospitalId,
        @Nullable String organizationName) {

    record Name(@Nullable String given, @Nullable String family) {

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
