package org.healthpassport.api.consent.representative;

import java.time.Instant;
import java.util.EnumSet;
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

    /**
     * True if it will always be able to do everything, unless somebody ends it. Nobody can pass on a right that none of them
     * has.
     */
    public boolean managesForGood() {
        return endedAt == null && covers(EnumSet.allOf(RepresentativeRight.class), null);
    }

    /** The patient in person, with the id of the invitation to take a passport over. */
    public static Representative inPerson(String id, String accountId, String name, Instant since) {
        return new Representative(
                id, accountId, name, Relation.SELF, EnumSet.allOf(RepresentativeRight.class), null, since, null);
    }

    /** True if it has all of these rights, and until that end at least; null for no end. */
    public boolean covers(Set<RepresentativeRight> others, @Nullable Instant end) {
        return rights.containsAll(others) && (expiresAt == null || end != null && !end.isAfter(expiresAt));
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
