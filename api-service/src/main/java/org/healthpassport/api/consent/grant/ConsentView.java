package org.healthpassport.api.consent.grant;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.consent.ConsentScope;
import org.healthpassport.api.consent.ConsentState;
import org.healthpassport.api.consent.ConsentStatus;
import org.healthpassport.api.consent.Grantee;
import org.healthpassport.events.consent.GranteeType;
import org.jspecify.annotations.Nullable;

/** A consent as its patient sees it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConsentView(
        String consentId,
        ShownGrantee grantee,
        List<ConsentScope> scopes,
        Status status,
        @Nullable Instant grantedAt,
        @Nullable Instant expiresAt)
        implements ConsentEntry {

    /** The status at the time of the answer. */
    enum Status {
        ACTIVE,
        EXPIRED,
        REVOKED
    }

    /** @param names of grantees, as far as they are known */
    public static ConsentView of(Snapshot<ConsentState> consent, Map<Grantee, String> names, Instant now) {
        ConsentState state = consent.state();
        Grantee grantee = state.grantee();
        return new ConsentView(
                consent.id(),
                new ShownGrantee(grantee.type(), grantee.id(), names.get(grantee)),
                List.copyOf(new TreeSet<>(state.scopes())),
                status(state, now),
                state.grantedAt(),
                state.expiresAt());
    }

    /** The same while it is active. */
    ConsentView asGranted() {
        return new ConsentView(consentId, grantee, scopes, Status.ACTIVE, grantedAt, expiresAt);
    }

    private static Status status(ConsentState state, Instant now) {
        if (state.status() == ConsentStatus.REVOKED) {
            return Status.REVOKED;
        }
        return state.allowsAt(now) ? Status.ACTIVE : Status.EXPIRED;
    }

    /** @param name null if the account of the grantee is gone or cannot be read */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ShownGrantee(
            GranteeType type,
            String id,
            @Schema(example = "Grace Example") @Nullable String name) {}
}
