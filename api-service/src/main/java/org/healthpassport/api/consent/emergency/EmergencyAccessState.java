package org.healthpassport.api.consent.emergency;

import java.time.Instant;
import org.healthpassport.api.consent.emergency.EmergencyReview.Finding;
import org.jspecify.annotations.Nullable;

/**
 * The state of an emergency access; sealed with the patient's keys.
 *
 * @param doctorId the account of the doctor
 * @param reason that the doctor gave
 * @param doctorPlace its place among the unreviewed ones of the doctor, from 0
 * @param hospitalPlace its place among those of the hospital on that day, from 0
 * @param latest false once the doctor took another one of the same patient
 * @param review null until the hospital has reviewed it
 */
public record EmergencyAccessState(
        String patientId,
        String doctorId,
        String hospitalId,
        String reason,
        Instant takenAt,
        Instant expiresAt,
        int doctorPlace,
        int hospitalPlace,
        boolean latest,
        @Nullable EmergencyReview review) {

    EmergencyAccessState replaced() {
        return new EmergencyAccessState(
                patientId, doctorId, hospitalId, reason, takenAt, expiresAt, doctorPlace, hospitalPlace, false, review);
    }

    EmergencyAccessState reviewed(EmergencyReview decided) {
        return new EmergencyAccessState(
                patientId,
                doctorId,
                hospitalId,
                reason,
                takenAt,
                expiresAt,
                doctorPlace,
                hospitalPlace,
                latest,
                decided);
    }

    /**
     * True if the doctor may use it at that time; not named like a getter, as Jackson would store it.
     *
     * @param entitledSince the time since when the doctor may take emergency access without a break
     */
    boolean allowsAt(Instant now, Instant entitledSince) {
        return latest
                && now.isBefore(expiresAt)
                && !takenAt.isBefore(entitledSince)
                && (review == null || review.finding() == Finding.JUSTIFIED);
    }

    /** True if the doctor may not take another one of the same patient at that time. */
    boolean forbidsAnotherAt(Instant now) {
        return review != null
                && review.finding() == Finding.NOT_JUSTIFIED
                && now.isBefore(review.reviewedAt().plus(EmergencyDecisions.FORBIDDEN_FOR));
    }

    /** True once the hospital has reviewed it. */
    public boolean wasReviewed() {
        return review != null;
    }

    /** Without the reason, as states can end up in logs. */
    @Override
    public String toString() {
        return "EmergencyAccessState[" + patientId + ", " + doctorId + ", " + takenAt + ']';
    }
}
