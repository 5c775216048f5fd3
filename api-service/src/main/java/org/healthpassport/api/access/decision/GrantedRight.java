package org.healthpassport.api.access.decision;

import java.util.Set;
import org.healthpassport.events.access.AccessRight;
import org.jspecify.annotations.Nullable;

/**
 * A right to a patient's data that somebody else than the patient has at this moment.
 *
 * @param consentId the consent that gives it; null for other rights
 */
public record GrantedRight(AccessRight right, @Nullable String consentId, Set<AccessScope> scopes) {
    public GrantedRight {
        scopes = Set.copyOf(scopes);
    }

    boolean allows(AccessScope scope) {
        return scopes.stream().anyMatch(granted -> granted.includes(scope));
    }
}
