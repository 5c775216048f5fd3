package org.healthpassport.api.consent.representative.ending;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.api.consent.representative.InvitationState;
import org.healthpassport.api.consent.representative.Relation;
import org.healthpassport.api.consent.representative.RepresentationState;
import org.healthpassport.api.consent.representative.Representative;
import org.healthpassport.api.consent.representative.RepresentativeRight;
import org.jspecify.annotations.Nullable;

/**
 * A representative as the patient sees them, or an invitation that nobody accepted.
 *
 * @param accountId null for an invitation
 * @param name as it was when they accepted; null for an invitation
 * @param since when they accepted, or were invited
 * @param expiresAt the end of the rights; null for none
 * @param invitationExpiresAt only for an open invitation
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RepresentativeView(
        String representativeId,
        @Nullable String accountId,
        @Schema(example = "Grace Example") @Nullable String name,
        Relation relation,
        List<RepresentativeRight> rights,
        Status status,
        Instant since,
        @Nullable Instant expiresAt,
        @Nullable Instant invitationExpiresAt) {

    /** The status at the time of the answer. */
    enum Status {
        INVITED,
        ACTIVE,
        /** The agreed end has come, or the code was not used in time. */
        EXPIRED,
        ENDED
    }

    static RepresentativeView of(Representative representative, Instant now) {
        return new RepresentativeView(
                representative.id(),
                representative.accountId(),
                representative.name(),
                representative.relation(),
                List.copyOf(new TreeSet<>(representative.rights())),
                status(representative, now),
                representative.since(),
                representative.expiresAt(),
                null);
    }

    private static Status status(Representative representative, Instant now) {
        if (representative.endedAt() != null) {
            return Status.ENDED;
        }
        return representative.actsAt(now) ? Status.ACTIVE : Status.EXPIRED;
    }

    /** An invitation that nobody accepted. */
    static RepresentativeView of(Snapshot<InvitationState> invitation, RepresentationState state, Instant now) {
        InvitationState offered = invitation.state();
        Status status = state.isSettled(invitation.id())
                ? Status.ENDED
                : offered.isInTimeAt(now) ? Status.INVITED : Status.EXPIRED;
        return new RepresentativeView(
                invitation.id(),
                null,
                null,
                offered.relation(),
                List.copyOf(new TreeSet<>(offered.rights())),
                status,
                invitation.createdAt(),
                offered.expiresAt(),
                status == Status.INVITED ? offered.openUntil() : null);
    }

    ListPosition position() {
        return new ListPosition(since, representativeId);
    }

    /** Without the name. */
    @Override
    public String toString() {
        return "RepresentativeView[" + representativeId + ']';
    }
}
