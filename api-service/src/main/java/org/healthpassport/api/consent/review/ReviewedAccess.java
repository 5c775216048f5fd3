package org.healthpassport.api.consent.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.consent.Grantee;
import org.healthpassport.api.consent.emergency.EmergencyAccessState;
import org.healthpassport.api.consent.emergency.EmergencyReview;
import org.healthpassport.events.consent.GranteeType;
import org.jspecify.annotations.Nullable;

/**
 * An emergency access, for those who review it.
 *
 * @param reason that the doctor gave; null for auditors
 * @param review null until it was reviewed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReviewedAccess(
        String id,
        String patientId,
        Doctor doctor,

        @Schema(example = "Unconscious after an accident; allergies unknown.") @Nullable
        String reason,

        Instant takenAt,
        Instant expiresAt,
        @Nullable Review review)
        implements ReviewEntry {

    /**
     * @param names of doctors, as far as they are known
     * @param withTexts false to leave out what doctor and hospital wrote
     */
    static ReviewedAccess of(Snapshot<EmergencyAccessState> access, Map<Grantee, String> names, boolean withTexts) {
        EmergencyAccessState state = access.state();
        EmergencyReview review = state.review();
        return new ReviewedAccess(
                access.id(),
                state.patientId(),
                new Doctor(state.doctorId(), names.get(doctor(state))),
                withTexts ? state.reason() : null,
                state.takenAt(),
                state.expiresAt(),
                review == null ? null : Review.of(review, withTexts));
    }

    static Grantee doctor(EmergencyAccessState state) {
        return new Grantee(GranteeType.DOCTOR, state.doctorId());
    }

    /** Without the texts, as views can end up in logs. */
    @Override
    public String toString() {
        return "ReviewedAccess[" + id + ']';
    }

    /** @param name null if the account of the doctor is gone or cannot be read */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Doctor(
            String accountId,
            @Schema(example = "Grace Example") @Nullable String name) {}

    /** @param note that the hospital left; null if there is none, and for auditors */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Review(
            EmergencyReview.Finding finding,

            @Schema(example = "The doctor was on duty in the emergency room.") @Nullable
            String note,

            String reviewedBy,
            Instant reviewedAt) {

        static Review of(EmergencyReview review, boolean withNote) {
            return new Review(
                    review.finding(), withNote ? review.note() : null, review.reviewedBy(), review.reviewedAt());
        }

        @Override
        public String toString() {
            return "Review[" + finding + ']';
        }
    }
}
