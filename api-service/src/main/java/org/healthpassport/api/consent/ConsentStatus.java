package org.healthpassport.api.consent;

/**
 * The status of a consent, as it is stored.
 *
 * <pre>
 *   REQUESTED --approve--> ACTIVE --revoke--> REVOKED
 *       |  |                 ^
 *       |  +--lapse--> LAPSED|
 *       +--refuse--> REFUSED +--- granted by the patient without a request
 * </pre>
 */
public enum ConsentStatus {
    REQUESTED,
    REFUSED,
    /** Nobody decided in time. */
    LAPSED,
    /** Granted; whether its period is over is asked at each use. */
    ACTIVE,
    REVOKED
}
