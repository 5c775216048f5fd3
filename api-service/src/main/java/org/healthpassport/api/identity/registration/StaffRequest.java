package org.healthpassport.api.identity.registration;

import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.member.SentName;
import org.jspecify.annotations.Nullable;

/** The body of a request that creates a staff account, as it was sent: any member may be missing or nonsense. */
record StaffRequest(
        @Nullable Role role,
        @Nullable String email,
        @Nullable String password,
        @Nullable SentName name) {

    @Override
    public String toString() {
        return "StaffRequest[" + role + ']';
    }
}
