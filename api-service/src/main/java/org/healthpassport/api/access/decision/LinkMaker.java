package org.healthpassport.api.access.decision;

import java.util.Objects;
import org.healthpassport.events.access.AccessRight;
import org.jspecify.annotations.Nullable;

/**
 * The account that made a link, and the right by which it did; each use of the link asks if it still has that right.
 *
 * @param givenBy the id of the consent or the representative that gave it, as another one does not revive the link; null
 *     for other rights
 */
public record LinkMaker(
        String accountId, AccessRight right, @Nullable String givenBy) {

    /** True if it is the patient; not named like a getter, as Jackson would store it. */
    public boolean inPerson() {
        return right == AccessRight.SELF;
    }

    boolean made(Grant grant) {
        return grant.right() == right && Objects.equals(grant.givenBy(), givenBy);
    }
}
