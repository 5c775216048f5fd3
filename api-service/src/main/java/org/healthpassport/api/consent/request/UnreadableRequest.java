package org.healthpassport.api.consent.request;

import org.healthpassport.aggregates.unreadable.Unreadable;

/** A list entry for a stored request that cannot be read. */
record UnreadableRequest(String requestId, Unreadable.View unreadable) implements RequestEntry {

    static UnreadableRequest of(Unreadable found) {
        return new UnreadableRequest(found.id(), found.view());
    }
}
