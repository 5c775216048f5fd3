package org.healthpassport.api.consent.representative;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account that acts for a patient, or did.
 *
 * @param id of the invitation that was accepted, or a new one for the account that made the passport
 * @param accountId of a patient who is another one
 * @param name of the person as it was when they began to represent the patient
 * @param expiresAt the end that was agreed on; null for none
 * @param endedAt null unless somebody ended it
 */
public record Representative(
        String id,
        String accountId,
        String name,
        Relation relation,
        Set<RepresentativeRight> rights,
        @Nullable Instant expiresAt,
        Instant since,
        @Nullable Instant endedAt) {
    public Representative {
        rights = Set.copyOf(rights);
    }

    /** True if it may act at that time; not named like a getter, as Jackson would store it. */
    public boolean actsAt(Instant now) {
        return endedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** True if it will always be able to manage the passport, unless somebody ends it. */
    boolean managesForGood() {
        return endedAt == null && expiresAt == null && rights.contains(RepresentativeRight.CONSENT);
    }

    Representative ended(Instant now) {
        return new Representative(id, accountId, name, relation, rights, expiresAt, since, now);
    }

    /** Without the name, as states can end up in logs. */
    @Override
    public String toString() {
        return "Representative[" + id + ", " + accountId + ']';
    }
}
