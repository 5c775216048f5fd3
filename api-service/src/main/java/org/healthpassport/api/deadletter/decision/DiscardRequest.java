package org.healthpassport.api.deadletter.decision;

import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.edge.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The reason for discarding a dead letter, as it was sent.
 *
 * @param reason a single line of 1 to 500 characters; it is stored in the audit log only, sealed
 */
record DiscardRequest(
        @Schema(example = "Nobody needs it any more.") @Nullable
        String reason) {
    private static final int LONGEST = 500;

    /** The reason; refused if it is invalid. */
    Ruling<String> checkedReason() {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST) {
            return Ruling.refuse(
                    InvalidInput.at("/reason", "must be a single line of 1 to " + LONGEST + " characters"));
        }
        return Printable.objection(reason)
                .map(objection -> Ruling.<String>refuse(InvalidInput.at("/reason", objection)))
                .orElseGet(() -> Ruling.accept(reason.strip()));
    }

    /** Leaves out the reason, as records end up in logs. */
    @Override
    public String toString() {
        return "DiscardRequest[...]";
    }
}
