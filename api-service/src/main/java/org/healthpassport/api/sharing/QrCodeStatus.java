package org.healthpassport.api.sharing;

/**
 * The status of a QR code. Its link works from the beginning, whether the QR code is drawn or not.
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
    /** Could not be drawn; the text of its link can still be sent. */
    FAILED,
    REVOKED,
    /** A QR code of any other status that gives nothing out for now; never stored. */
    PAUSED,
    /** A QR code of any other status whose time is over; never stored. */
    EXPIRED
}
