package org.healthpassport.api.consent.grant;

import org.healthpassport.aggregates.unreadable.Unreadable;

/** A list entry for a stored consent that cannot be read, and that allows nothing. */
record UnreadableConsent(String consentId, Unreadable.View unreadable) implements ConsentEntry {

    static UnreadableConsent of(Unreadable found) {
        return new UnreadableConsent(found.id(), found.view());
    }
}
