package org.healthpassport.api.notification;

/** The things that an owner is told about. */
enum NotificationType {
    ACCOUNT_ACTIVATED,
    ACCOUNT_SUSPENDED,
    PASSWORD_CHANGED,
    SECOND_FACTOR_ENROLLED,
    SECOND_FACTOR_REMOVED,
    /** Somebody opened a link of a QR code; told once an hour for each code. */
    LINK_OPENED
}
