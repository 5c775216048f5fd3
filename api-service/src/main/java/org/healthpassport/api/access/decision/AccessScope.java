package org.healthpassport.api.access.decision;

import java.util.Set;

/** The kinds of access to a patient's data. A consent grants the first four. */
public enum AccessScope {
    RECORDS_READ,
    RECORDS_WRITE(RECORDS_READ),
    DOCUMENTS_READ,
    DOCUMENTS_WRITE(DOCUMENTS_READ),
    /** QR codes and their links, which open records and documents to others. */
    SHARE(RECORDS_READ, DOCUMENTS_READ);

    private final Set<AccessScope> included;

    AccessScope(AccessScope... included) {
        this.included = Set.of(included);
    }

    boolean includes(AccessScope other) {
        return this == other || included.contains(other);
    }
}
