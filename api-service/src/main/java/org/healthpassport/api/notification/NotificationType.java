package org.healthpassport.api.notification;

/** The things that an owner is told about. */
public enum NotificationType {
    ACCOUNT_ACTIVATED,
    ACCOUNT_SUSPENDED,
    PASSWORD_CHANGED,
    SECOND_FACTOR_ENROLLED,
    SECOND_FACTOR_REMOVED,
    /** To the patient: a doctor or hospital asks for consent. */
    CONSENT_REQUESTED,
    /** To the grantee. */
    CONSENT_GRANTED,
    /** To the patient: a representative gave consent. */
    CONSENT_GRANTED_ON_BEHALF,
    /** To the patient: the grantee used the consent for the first time. */
    CONSENT_USED,
    /** To the grantee: the patient refused the request. */
    CONSENT_REFUSED,
    /** To the grantee. */
    CONSENT_REVOKED,
    /** To the patient: a hospital that the patient gave consent lets a doctor act, who can use the consent from now on. */
    DOCTOR_ACTIVATED,
    /** To the patient: a hospital that the patient gave consent keeps a doctor from acting. */
    DOCTOR_SUSPENDED,
    /** Somebody opened a link of a QR code; told once an hour for each code. */
    LINK_OPENED,
    /** A doctor took emergency access to the patient's data. */
    EMERGENCY_ACCESS,
    /** Somebody represents the patient from now on; told to the patient and to representatives who manage the passport. */
    REPRESENTATIVE_ADDED,
    /** Somebody represents the patient no longer; told to the same, and to the one who did. */
    REPRESENTATIVE_ENDED,
    /** A passport without a login is the own one of an account from now on; told to those who keep a right to act for it. */
    PASSPORT_TAKEN_OVER
}
