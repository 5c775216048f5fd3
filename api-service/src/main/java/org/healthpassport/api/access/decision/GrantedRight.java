package org.healthpassport.api.access.decision;

import java.time.Instant;
import java.util.Set;
import org.healthpassport.events.access.AccessRight;
import org.jspecify.annotations.Nullable;

/**
 * A right to a patient's data that somebody else than the patient has at this moment.
 *
 * @param givenBy the id of the consent or the representative that gives it; null for other rights
 * @param endsAt the end that was agreed on; null for none
 */
public record GrantedRight(
        AccessRight right,
        @Nullable String givenBy,
        @Nullable Instant endsAt,
        Set<AccessScope> scopes) {
    public GrantedRight {
        scopes = Set.copyOf(scopes);
    }

    boolean allows(AccessScope scope) {
        return scopes.stream().anyMatch(granted -> granted.includes(scope));
    }

    /** @param end null for none */
    boolean lastsUntil(@Nullable Instant end) {
        return endsAt == null || end != null && !end.isAfter(endsAt);
    }
}
