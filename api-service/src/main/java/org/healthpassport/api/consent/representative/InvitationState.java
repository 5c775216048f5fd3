package org.healthpassport.api.consent.representative;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An invitation to represent a patient; sealed with the patient's keys. It never changes: the representatives of the
 * patient tell if it was used or withdrawn.
 *
 * @param codeDigest of the code, which is not stored
 * @param expiresAt the end of what is offered; null for none
 * @param invitedBy the account of the representative who invited; null for the patient in person
 */
public record InvitationState(
        String patientId,
        String codeDigest,
        Relation relation,
        Set<RepresentativeRight> rights,
        @Nullable Instant expiresAt,
        @Nullable String invitedBy,
        Instant openUntil) {
    /** The time within which a code must be used. */
    public static final Duration OPEN_FOR = Duration.ofHours(24);

    public InvitationState {
        rights = Set.copyOf(rights);
    }

    /** True while the code can still be used, as far as the time tells. */
    public boolean isInTimeAt(Instant now) {
        return now.isBefore(openUntil) && (expiresAt == null || now.isBefore(expiresAt));
    }

    @Override
    public String toString() {
        return "InvitationState[" + patientId + ']';
    }
}
