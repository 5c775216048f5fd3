package org.healthpassport.api.consent.representative.invitation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of an invitation, as it was sent: any member may be missing or nonsense. */
record RepresentativeOffer(
        @Schema(example = "CARER", description = "PARENT, GUARDIAN, CARER; or SELF to give the passport to the patient")
        @Nullable
        String relation,

        @Schema(example = "[\"READ\", \"CONSENT\"]", description = "READ, WRITE, SHARE and CONSENT, or some of them")
        @Nullable
        List<@Nullable String> rights,

        @Schema(example = "2030-05-17T09:30:00Z", description = "The end of the rights; none if it is absent") @Nullable
        String expiresAt) {}
