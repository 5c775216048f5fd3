package org.healthpassport.vault.key;

import java.util.Locale;

/** The purposes of keys; a service is given the key-encryption keys of its own purposes only. */
public enum KeyPurpose {
    /** The state of aggregates. */
    STATE,
    /** The keys of documents. */
    DOCUMENTS,
    /** The texts of QR codes. */
    QR,
    /** The details of audit entries; they outlive all other keys of their subject. */
    AUDIT,
    /** The standing of accounts, which every service that answers requests has to know. */
    STANDING,
    /** Secrets of the service itself, such as the key that signs tokens; they belong to no subject. */
    SERVICE;

    /** The name in files and associated data: lower case. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
