package org.healthpassport.api.document;

/** The type of a document, from the patient's point of view. */
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
