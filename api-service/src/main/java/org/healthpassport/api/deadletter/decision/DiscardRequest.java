package org.healthpassport.api.deadletter.decision;

import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The reason for discarding a dead letter, as it was sent.
 *
 * @param reason a single line of 1 to 500 characters; it is stored in the audit log only, sealed
 */
record DiscardRequest(@Nullable String reason) {
    private static final int LONGEST = 500;

    /** The reason; fails with 422 if it is invalid. */
    String checkedReason() {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST) {
            throw Problem.invalid("/reason", "must be a single line of 1 to " + LONGEST + " characters")
                    .asException();
        }
        Printable.objection(reason).ifPresent(objection -> {
            throw Problem.invalid("/reason", objection).asException();
        });
        return reason.strip();
    }

    /** Leaves out the reason, as records end up in logs. */
    @Override
    public String toString() {
        return "DiscardRequest[...]";
    }
}
