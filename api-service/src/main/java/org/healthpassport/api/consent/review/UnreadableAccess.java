package org.healthpassport.api.consent.review;

import org.healthpassport.aggregates.unreadable.Unreadable;

/** A list entry for a stored emergency access that cannot be read, and that allows nothing. */
record UnreadableAccess(String id, Unreadable.View unreadable) implements ReviewEntry {

    static UnreadableAccess of(Unreadable found) {
        return new UnreadableAccess(found.id(), found.view());
    }
}
