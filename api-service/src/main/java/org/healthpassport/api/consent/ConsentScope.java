package org.healthpassport.api.consent;

import org.healthpassport.api.access.decision.AccessScope;

/** The things that a consent allows. Those that write include those that read. */
public enum ConsentScope {
    RECORDS_READ(AccessScope.RECORDS_READ),
    RECORDS_WRITE(AccessScope.RECORDS_WRITE),
    DOCUMENTS_READ(AccessScope.DOCUMENTS_READ),
    DOCUMENTS_WRITE(AccessScope.DOCUMENTS_WRITE);

    private final AccessScope allowed;

    ConsentScope(AccessScope allowed) {
        this.allowed = allowed;
    }

    AccessScope allowed() {
        return allowed;
    }
}
