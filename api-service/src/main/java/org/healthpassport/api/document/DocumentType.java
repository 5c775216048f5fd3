package org.healthpassport.api.document;

/** What a document is to the patient. */
public enum DocumentType {
    LAB_REPORT,
    PRESCRIPTION,
    IMAGING,
    DISCHARGE_SUMMARY,
    VACCINATION,
    REFERRAL,
    INSURANCE,
    IDENTITY,
    OTHER
}
