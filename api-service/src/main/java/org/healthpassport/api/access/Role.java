package org.healthpassport.api.access;

/** The role of an account. */
public enum Role {
    PATIENT,
    DOCTOR,
    HOSPITAL,
    AUDITOR,
    ADMIN
}
