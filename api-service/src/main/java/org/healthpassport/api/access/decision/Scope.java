package org.healthpassport.api.access.decision;

/** What access to a patient's data can be for; also what a consent can grant. */
public enum Scope {
    RECORDS_READ,
    RECORDS_WRITE,
    DOCUMENTS_READ,
    DOCUMENTS_WRITE
}
