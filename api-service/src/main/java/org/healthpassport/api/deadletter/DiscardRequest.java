package org.healthpassport.api.deadletter;

import org.healthpassport.api.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Why a dead letter is discarded, as it was sent.
 *
 * @param reason 1 to 500 characters in one line; it goes into the audit log, sealed, and nowhere else
 */
record DiscardRequest(@Nullable String reason) {
    private static final int LONGEST = 500;

    /** The reason; fails with 422. */
    String checkedReason() {
        if (reason == null
                || reason.isBlank()
                || reason.length() > LONGEST
                || reason.chars().anyMatch(Character::isISOControl)) {
            throw Problem.invalid("/reason", "must be 1 to " + LONGEST + " characters in one line")
                    .asException();
        }
        return reason.strip();
    }

    /** Without what somebody typed, as records end up in logs. */
    @Override
    public String toString() {
        return "DiscardRequest[...]";
    }
}
