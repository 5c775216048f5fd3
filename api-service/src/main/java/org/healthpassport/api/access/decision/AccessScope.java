package org.healthpassport.api.access.decision;

/** The kinds of access to a patient's data; consents grant the same. */
public enum AccessScope {
    RECORDS_READ,
    RECORDS_WRITE,
    DOCUMENTS_READ,
    DOCUMENTS_WRITE
}
