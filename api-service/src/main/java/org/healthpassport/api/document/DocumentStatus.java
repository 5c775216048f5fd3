package org.healthpassport.api.document;

/**
 * The status of a document.
 *
 * <pre>
 *   RECEIVED --stored by the worker--> STORED ---+
 *      |                                 ^       +--deleted--> DELETED
 *      +--could not be stored--> FAILED -+-------+
 * </pre>
 */
public enum DocumentStatus {
    /** Durable as staged ciphertext; on its way to the object store. */
    RECEIVED,
    STORED,
    /** Could not be stored; the received bytes are kept, and an operator can try again. */
    FAILED,
    DELETED
}
