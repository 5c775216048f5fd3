package org.healthpassport.api.consent.emergency;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The decision of a hospital about an emergency access.
 *
 * @param reviewedBy the account that decided
 * @param note as that account typed it; null for none
 */
public record EmergencyReview(Finding finding, @Nullable String note, String reviewedBy, Instant reviewedAt) {

    /** The findings of a hospital. */
    public enum Finding {
        JUSTIFIED,
        NOT_JUSTIFIED
    }

    /** Without the note, as reviews can end up in logs. */
    @Override
    public String toString() {
        return "EmergencyReview[" + finding + ']';
    }
}
