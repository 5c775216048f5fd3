package org.healthpassport.api.access.decision;

import java.util.Set;

/** The kinds of access to a patient's data. A consent grants those that read and write records and documents. */
public enum AccessScope {
    /** The name and the birth date of the patient. */
    DEMOGRAPHICS,
    RECORDS_READ(DEMOGRAPHICS),
    RECORDS_WRITE(RECORDS_READ),
    DOCUMENTS_READ,
    DOCUMENTS_WRITE(DOCUMENTS_READ),
    /** QR codes and their links, which open records and documents to others. */
    SHARE(RECORDS_READ, DOCUMENTS_READ),
    /** Consents and requests for them. */
    CONSENT;

    private final Set<AccessScope> included;

    AccessScope(AccessScope... included) {
        this.included = Set.of(included);
    }

    boolean includes(AccessScope other) {
        return this == other || included.stream().anyMatch(part -> part.includes(other));
    }
}
