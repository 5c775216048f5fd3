package org.healthpassport.api.identity.registration;

import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.member.SentName;
import org.jspecify.annotations.Nullable;

/** The body of a request that creates a staff account, as it was sent: any member may be missing or nonsense. */
record StaffRequest(
        @Nullable Role role,
        @Schema(example = "grace@example.org") @Nullable String email,
        @Schema(example = "correct horse battery") @Nullable String password,
        @Nullable SentName name) {

    @Override
    public String toString() {
        return "StaffRequest[" + role + ']';
    }
}
