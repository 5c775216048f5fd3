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
    /** Download links, each of which opens one document to others. */
    DOCUMENTS_LINK,
    /** QR codes, which open records and documents to others. */
    SHARE,
    /** Consents and requests for them, representatives, and the trail, which name the patient. */
    CONSENT(DEMOGRAPHICS);

    private final Set<AccessScope> included;

    AccessScope(AccessScope... included) {
        this.included = Set.of(included);
    }

    /** Tells whether somebody who may do this may also do that. */
    public boolean includes(AccessScope other) {
        return this == other || included.stream().anyMatch(part -> part.includes(other));
    }

    /** Tells whether that must be loaded to do this; it gives nobody the right to read it. */
    boolean loads(AccessScope other) {
        return includes(other)
                || switch (this) {
                    case DOCUMENTS_LINK -> DOCUMENTS_READ.includes(other);
                    case SHARE -> RECORDS_READ.includes(other) || DOCUMENTS_READ.includes(other);
                    default -> false;
                };
    }
}
