package org.healthpassport.api.identity.registration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.healthpassport.api.access.Role;
import org.jspecify.annotations.Nullable;

/** The body of a request that creates a staff account, as it was sent: any member may be missing or nonsense. */
record StaffRequest(
        @Nullable Role role,
        @Nullable String email,
        @Nullable String password,
        @Nullable Name name) {

    /** A name as one text, or in two parts as patients give theirs. */
    record Name(
            @Nullable String whole,
            @Nullable String given,
            @Nullable String family) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Name of(String whole) {
            return new Name(whole, null, null);
        }

        @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
        static Name of(@JsonProperty("given") @Nullable String given, @JsonProperty("family") @Nullable String family) {
            return new Name(null, given, family);
        }

        @Override
        public String toString() {
            return "Name[...]";
        }
    }

    @Override
    public String toString() {
        return "StaffRequest[" + role + ']';
    }
}
