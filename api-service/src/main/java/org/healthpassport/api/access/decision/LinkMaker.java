package org.healthpassport.api.access.decision;

import java.util.Objects;
import org.healthpassport.events.access.AccessRight;
import org.jspecify.annotations.Nullable;

/**
 * The account that made a link, and the right by which it did; each use of the link asks if it still has that right.
 *
 * @param consentId the consent that gave it; null for other rights
 */
public record LinkMaker(
        String accountId, AccessRight right, @Nullable String consentId) {

    boolean made(Grant grant) {
        return grant.right() == right && Objects.equals(grant.consentId(), consentId);
    }
}
