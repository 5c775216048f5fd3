package org.healthpassport.api.access;

/** What an account is. */
public enum Role {
    PATIENT,
    DOCTOR,
    HOSPITAL,
    AUDITOR,
    ADMIN
}
