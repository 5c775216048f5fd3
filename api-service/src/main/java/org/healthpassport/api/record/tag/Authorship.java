package org.healthpassport.api.record.tag;

/** The side that stands behind a version of a record. It is shown as a tag of the resource, which only the service sets. */
public enum Authorship {
    /** The patient, or somebody who acts for them. */
    PATIENT_STATED("patient-stated"),
    /** A clinician whom a hospital has activated. */
    CLINICIAN_VERIFIED("clinician-verified");

    /** The system of the tag. */
    public static final String SYSTEM = "urn:healthpassport:authorship";

    private final String code;

    Authorship(String code) {
        this.code = code;
    }

    /** The code of the tag. */
    public String code() {
        return code;
    }
}
