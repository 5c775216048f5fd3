package org.healthpassport.api.identity.hospital;

import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.api.identity.member.SentName;
import org.jspecify.annotations.Nullable;

/** The body of an invitation, as it was sent: any member may be missing or nonsense. */
record InvitationRequest(
        @Schema(example = "florence@example.org") @Nullable String email,
        @Nullable SentName name) {

    @Override
    public String toString() {
        return "InvitationRequest[...]";
    }
}
