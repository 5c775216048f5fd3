package org.healthpassport.api.access.decision;

import java.time.Instant;
import java.util.Set;
import org.healthpassport.events.access.AccessRight;
import org.jspecify.annotations.Nullable;

/**
 * A right to a patient's data that somebody else than the patient has at this moment.
 *
 * @param givenBy the id of the consent or the representative that gives it; null for other rights
 * @param endsAt the end that was agreed on, for rights that limit what outlasts them; null for none
 */
public record GrantedRight(
        AccessRight right,
        @Nullable String givenBy,
        @Nullable Instant endsAt,
        Set<AccessScope> scopes) {
    public GrantedRight {
        scopes = Set.copyOf(scopes);
    }

    /** A right of which nothing is made that could outlast it for long. */
    public GrantedRight(AccessRight right, @Nullable String givenBy, Set<AccessScope> scopes) {
        this(right, givenBy, null, scopes);
    }

    boolean allows(AccessScope scope) {
        return scopes.stream().anyMatch(granted -> granted.includes(scope));
    }
}
