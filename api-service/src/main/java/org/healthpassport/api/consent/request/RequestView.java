package org.healthpassport.api.consent.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.consent.ConsentScope;
import org.healthpassport.api.consent.ConsentState;
import org.healthpassport.api.consent.Grantee;
import org.healthpassport.events.consent.GranteeType;
import org.jspecify.annotations.Nullable;

/**
 * A request for consent. Once approved, it is a consent, with the same id.
 *
 * @param openUntil the time after which it expires if nobody decides
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RequestView(
        String requestId,
        String patientId,
        Requester requester,
        List<ConsentScope> scopes,

        @Schema(example = "I treat you on Monday and want to see your allergies.") @Nullable
        String reason,

        Status status,
        Instant requestedAt,
        Instant openUntil)
        implements RequestEntry {

    /** The status at the time of the answer. */
    enum Status {
        OPEN,
        APPROVED,
        REFUSED,
        EXPIRED
    }

    /** @param names of grantees, as far as they are known */
    static RequestView of(Snapshot<ConsentState> request, Map<Grantee, String> names, Instant now) {
        ConsentState state = request.state();
        Grantee grantee = state.grantee();
        return new RequestView(
                request.id(),
                state.patientId(),
                new Requester(grantee.type(), grantee.id(), names.get(grantee)),
                List.copyOf(new TreeSet<>(state.asked())),
                state.reason(),
                status(state, now),
                state.begunAt(),
                state.begunAt().plus(ConsentState.OPEN_FOR));
    }

    /** The same while it is open. */
    RequestView asOpened() {
        return new RequestView(requestId, patientId, requester, scopes, reason, Status.OPEN, requestedAt, openUntil);
    }

    private static Status status(ConsentState state, Instant now) {
        return switch (state.status()) {
            case REQUESTED -> state.awaitsDecisionAt(now) ? Status.OPEN : Status.EXPIRED;
            case REFUSED -> Status.REFUSED;
            case LAPSED -> Status.EXPIRED;
            case ACTIVE, REVOKED -> Status.APPROVED;
        };
    }

    /** Without the reason, as views can end up in logs. */
    @Override
    public String toString() {
        return "RequestView[" + requestId + ", " + status + ']';
    }

    /** @param name null if the account of the requester is gone or cannot be read */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Requester(
            GranteeType type,
            String id,
            @Schema(example = "Grace Example") @Nullable String name) {}
}
