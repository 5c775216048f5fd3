package org.healthpassport.api.identity.directory;

import org.healthpassport.aggregates.unreadable.Unreadable;

/** An account in a list that is stored but cannot be read. */
record UnreadableAccount(String accountId, Unreadable.View unreadable) implements AccountEntry {

    static UnreadableAccount of(Unreadable found) {
        return new UnreadableAccount(found.id(), found.view());
    }
}
