package org.healthpassport.api.sharing;

/**
 * How far a QR code has come. What it opens is open from the first moment on, whether it is drawn or not.
 *
 * <pre>
 *   REQUESTED --drawn by the worker--> READY --+
 *      |                                       +--revoked--> REVOKED
 *      +--could not be drawn--> FAILED --------+
 * </pre>
 */
public enum QrCodeStatus {
    REQUESTED,
    READY,
    /** Could not be drawn; its text can still be sent. */
    FAILED,
    REVOKED,
    /** Any of the others whose time has passed; never stored. */
    EXPIRED
}
